/** What the checks of a challenge's CSV files find, and where. `{name}` stands for a value. */
export const findingMessages = {
  'found-at-cell': {
    ko: '{file} {row}행, {column} 열: {finding}',
    en: '{file}, row {row}, column {column}: {finding}',
  },
  'found-at-row': { ko: '{file} {row}행: {finding}', en: '{file}, row {row}: {finding}' },
  'found-in-column': { ko: '{file}, {column} 열: {finding}', en: '{file}, column {column}: {finding}' },
  'ambiguous-column': {
    ko: '{others} 열도 {role}일 수 있어요. "{column}" 열을 썼어요.',
    en: 'also {others} could be the {role}; "{column}" is used.',
  },
  'guessed-column': {
    ko: '{role} 열로 읽었어요. 아니라면 {role} 열의 이름을 직접 정하세요.',
    en: 'read as the column {role}. If that is wrong, name the {role} column explicitly.',
  },
  'missing-column': {
    ko: '파일에 없는 열이에요. 파일에는 {columns} 열이 있어요. 열을 추가하거나, 어느 열이 {role}인지 고르세요.',
    en: 'not in the file, whose columns are {columns}. Add it, or say which column holds the {role}.',
  },
  'unseparated-columns': {
    ko: '파일에 없는 열이에요. 파일에는 {columns} 열이 있어요. 열 사이를 쉼표로 나눠 저장하세요. 그래야 열을 읽을 수 있어요.',
    en: 'not in the file, whose columns are {columns}. Save the file with commas between the columns.',
  },
  'no-usage-column': {
    ko: '파일에 없는 열이라서 모든 행을 Public으로 세요. 행마다 Public이나 Private를 적으면 나눠서 셀 수 있어요.',
    en: 'not in the file, so every row counts as Public. Add Public or Private to each row.',
  },
  'cell-count': {
    ko: '셀은 {cells}개인데 머리글은 {columns}개예요. 쉼표가 들어간 글은 큰따옴표로 감싸세요.',
    en: '{cells} cells, but the header has {columns}. Put text that holds commas in double quotes.',
  },
  'duplicate-id': {
    ko: 'id "{id}"는 {first}행에서 이미 썼어요. 행마다 다른 id를 주세요.',
    en: 'the id "{id}" was used in row {first} already. Give each row its own.',
  },
  'empty-cell': {
    ko: '비어 있어요. 채우거나 그 행을 지우세요.',
    en: 'empty. Fill it in or remove the row.',
  },
  'empty-answer': { ko: '비어 있어요. a, b, c, d 중 하나를 적으세요.', en: 'empty. Write a, b, c or d.' },
  'duplicate-choice': {
    ko: '보기 {letter}와 글이 같아요: "{choice}". 둘 중 하나는 정답일 수 없어요.',
    en: 'the same text as choice {letter}, "{choice}". One of them cannot be right.',
  },
  'bad-answer': {
    ko: '"{answer}"는 보기에 없어요. a, b, c, d 중 하나를 적으세요.',
    en: '"{answer}" is none of the choices. Write a, b, c or d.',
  },
  'zero-based-answer': {
    ko: '이 열에는 0도 있어서 "{answer}"가 어느 보기인지 알 수 없어요. a, b, c, d 중 하나를 적으세요.',
    en: '"{answer}" is unclear, since this column also holds 0. Write a, b, c or d.',
  },
  'duplicate-solution-id': {
    ko: 'id "{id}"는 앞에서 이미 썼어요. 한 행만 남기세요. 나머지는 세지 않아요.',
    en: 'the id "{id}" was used before. Keep one row of it.',
  },
  'bad-usage': {
    ko: '"{usage}"는 Public도 Private도 아니에요.',
    en: '"{usage}" is neither Public nor Private.',
  },
  'unsolved-test-ids': {
    ko: '테스트 문항 {count}개의 행이 여기에 없어요 (예: "{id}"). 이 문항은 채점하지 않아요.',
    en: '{count} test questions have no row here, such as "{id}"; they are not scored.',
  },
  'unknown-solution-ids': {
    ko: '{count}개 행은 테스트에 없는 문항이에요 (예: "{id}"). 이 행은 채점하지 않아요.',
    en: '{count} rows answer no test question, such as "{id}"; they are not scored.',
  },
} as const;
