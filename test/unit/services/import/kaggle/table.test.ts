import { describe, expect, test } from 'vitest';
import { parseKaggleTable } from '../../../../../src-main/services/import/kaggle/table.ts';

/** What matters of each row. */
function short(text: string, order?: 'private-first' | 'public-first') {
  return parseKaggleTable(text, order).rows.map((row) => [
    row.fileName,
    row.status,
    row.by,
    row.ageText,
    row.description,
    row.public,
    row.private,
  ]);
}

/** The team's thirteen, newest first, as the page shows them: names repeat, ages are whole days. */
const scores = [
  0.93106, 0.26183, 0.94135, 0.86625, 0.8786, 0.81224, 0.86162, 0.24176, 0.79938, 0.86162, 0.81224, 0.76234,
  0.76028,
];
const names = [
  '13-submission.csv',
  '12-submission.csv',
  '11-submission.csv',
  '10-submission.csv',
  '9-submission.csv',
  'submission.csv',
  'submission.csv',
  '5e-3.csv',
  '5-submission.csv',
  'submission.csv',
  'submission.csv',
  '2-submission.csv',
  '1-submission.csv',
];
const ages = ['4d', '4d', '4d', '4d', '5d', '5d', '5d', '5d', '5d', '6d', '6d', '6d', '6d'];
const thirteen = names.map((name, i) => ({ name, age: `${ages[i]} ago`, score: scores[i]!.toFixed(5) }));

describe('the thirteen submissions of a team', () => {
  const expected = thirteen.map(({ name, age, score }) => [
    name,
    'complete',
    'TEAM_name_1234',
    age,
    '',
    Number(score),
    null,
  ]);

  test('a line each', () => {
    const text = thirteen.map(
      ({ name, age, score }) => `${name} Complete · TEAM_name_1234 · ${age} ${score}`,
    );
    expect(short(text.join('\n'))).toEqual(expected);
  });

  test('in blocks of three lines, with empty lines between, from Windows', () => {
    const text = thirteen.map(
      ({ name, age, score }) => `${name}\r\nComplete · TEAM_name_1234 · ${age}\r\n\r\n${score}\r\n\r\n`,
    );
    expect(short(`Submission and Description\r\nPublic Score\r\nSelect\r\n\r\n${text.join('')}`)).toEqual(
      expected,
    );
  });

  test('in cells parted by tabs, with the row number first and a box to tick last', () => {
    const text = thirteen.map(
      ({ name, age, score }, i) => `${i + 1}\t${name}\tComplete · TEAM_name_1234 · ${age}\t${score}\t`,
    );
    expect(short(text.join('\n'))).toEqual(expected);
  });

  test('each piece on a line of its own, other dots, spaces that do not break', () => {
    const text = thirteen.map(
      ({ name, age, score }) =>
        `${name}\nComplete\n •\u00a0\nTEAM_name_1234\n•\n${age.replace(' ', '\u00a0')}\n${score}\n`,
    );
    expect(short(text.join('\n'))).toEqual(expected);
  });
});

test.each<[string, string, unknown[][]]>([
  [
    'a description after another dot',
    'submission.csv Complete · Min · 2h ago · 7B, r 32, lr 2e-4 0.94135',
    [['submission.csv', 'complete', 'Min', '2h ago', '7B, r 32, lr 2e-4', 0.94135, null]],
  ],
  [
    'a description without a dot, that ends in a number: other rows tell how many scores there are',
    'a.csv Complete · Min · 2h ago dropout 0.05 0.94135\nb.csv Complete · Min · 3h ago 0.9',
    [
      ['a.csv', 'complete', 'Min', '2h ago', 'dropout 0.05', 0.94135, null],
      ['b.csv', 'complete', 'Min', '3h ago', '', 0.9, null],
    ],
  ],
  [
    'a description that ends in a number, parted from the score by a tab',
    'a.csv\tComplete · Min · 2h ago · dropout 0.05\t0.94135',
    [['a.csv', 'complete', 'Min', '2h ago', 'dropout 0.05', 0.94135, null]],
  ],
  [
    'a description on a line of its own',
    'submission.csv\nComplete · Min · 2h ago\nsecond try with 448 pixels\n0.87860\nb.csv\nComplete · Min · 3h ago\n0.5',
    [
      ['submission.csv', 'complete', 'Min', '2h ago', 'second try with 448 pixels', 0.8786, null],
      ['b.csv', 'complete', 'Min', '3h ago', '', 0.5, null],
    ],
  ],
  [
    'failed ones, with and without a reason, and one that is still scored',
    'a.csv Error · Min · 5d ago\nb.csv\nError · Min · 5d ago\nSubmission must have 1000 rows\n–\nc.csv Pending · Min · 3m ago\nd.csv Complete · Min · 6d ago 0.5',
    [
      ['a.csv', 'failed', 'Min', '5d ago', '', null, null],
      ['b.csv', 'failed', 'Min', '5d ago', 'Submission must have 1000 rows', null, null],
      ['c.csv', 'pending', 'Min', '3m ago', '', null, null],
      ['d.csv', 'complete', 'Min', '6d ago', '', 0.5, null],
    ],
  ],
  [
    'after the deadline: private first, as the headline says',
    'Submission and Description\nPrivate Score\nPublic Score\nSelected\na.csv\nComplete (after deadline) · Min · 1mo ago\n0.91234\n0.94135\n',
    [['a.csv', 'complete', 'Min', '1mo ago', '', 0.94135, 0.91234]],
  ],
  [
    'a headline in another order wins',
    'Submission and Description\tPublic Score\tPrivate Score\na.csv\tComplete · Min · 1mo ago\t0.94135\t0.91234',
    [['a.csv', 'complete', 'Min', '1mo ago', '', 0.94135, 0.91234]],
  ],
  [
    'two scores without a headline: private first',
    'a.csv Complete · Min · a day ago 0.91234 0.94135',
    [['a.csv', 'complete', 'Min', 'a day ago', '', 0.94135, 0.91234]],
  ],
  [
    'nobody named, as in a competition of one',
    'a.csv Complete · 4 days ago 0.5',
    [['a.csv', 'complete', null, '4 days ago', '', 0.5, null]],
  ],
  [
    'names of files and teams with spaces and Korean letters',
    '제출 (3).csv Complete · 우리 팀 No. 1 · 23m ago 0.86162',
    [['제출 (3).csv', 'complete', '우리 팀 No. 1', '23m ago', '', 0.86162, null]],
  ],
  [
    'a notebook, that has no file',
    'VQA baseline - Version 4\nComplete · Min · 2d ago\nNotebook VQA baseline | Version 4\n0.76028',
    [
      [
        'VQA baseline - Version 4',
        'complete',
        'Min',
        '2d ago',
        'Notebook VQA baseline | Version 4',
        0.76028,
        null,
      ],
    ],
  ],
  [
    'translated by the browser',
    'submission.csv\n완료 · 우리팀 · 4일 전\n0.94135\nb.csv\n오류 · 우리팀 · 3시간 전',
    [
      ['submission.csv', 'complete', '우리팀', '4일 전', '', 0.94135, null],
      ['b.csv', 'failed', '우리팀', '3시간 전', '', null, null],
    ],
  ],
  [
    'words that look like a state in a description',
    'a.csv\nComplete · Min · 2d ago\nError bars added, Complete data\ntraining Complete\n0.5\nb.csv\nComplete · Min · 3d ago\n0.6',
    [
      [
        'a.csv',
        'complete',
        'Min',
        '2d ago',
        'Error bars added, Complete data · training Complete',
        0.5,
        null,
      ],
      ['b.csv', 'complete', 'Min', '3d ago', '', 0.6, null],
    ],
  ],
  [
    'words of buttons that come along',
    'a.csv\nComplete · Min · 2d ago\n0.5\nmore_vert\ncheck_circle\nb.csv\nComplete · Min · 3d ago\n0.6\nmore_vert',
    [
      ['a.csv', 'complete', 'Min', '2d ago', '', 0.5, null],
      ['b.csv', 'complete', 'Min', '3d ago', '', 0.6, null],
    ],
  ],
  [
    'scores without a leading zero, of nothing and of all',
    'a.csv Complete · Min · 2d ago .94135\nb.csv Complete · Min · 2d ago 0.00000\nc.csv Complete · Min · 2d ago 1.00000',
    [
      ['a.csv', 'complete', 'Min', '2d ago', '', 0.94135, null],
      ['b.csv', 'complete', 'Min', '2d ago', '', 0, null],
      ['c.csv', 'complete', 'Min', '2d ago', '', 1, null],
    ],
  ],
])('%s', (_, text, expected) => {
  expect(short(text)).toEqual(expected);
});

test('two scores in the order that people tell', () => {
  expect(short('a.csv Complete · Min · 1d ago 0.94135 0.91234', 'public-first')[0]!.slice(-2)).toEqual([
    0.94135, 0.91234,
  ]);
});

test('what is not understood is told with its line, and nothing at all gives nothing', () => {
  const { rows, left } = parseKaggleTable('hello there\n\na.csv Complete · Min · 2d ago 0.5');
  expect(rows.map(({ line }) => line)).toEqual([3]);
  expect(left).toEqual([{ line: 1, text: 'hello there' }]);
  expect(parseKaggleTable('')).toEqual({ rows: [], left: [] });
  expect(parseKaggleTable('id,answer\n1,a\n').rows).toEqual([]);
});
