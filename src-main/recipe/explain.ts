import { allowedValues } from './allowed-values.ts';
import type { Bilingual } from '../messages/bilingual.ts';
import { findField, type FieldPath } from './fields.ts';

export type FieldGroup = 'data' | 'prompt' | 'model' | 'lora' | 'training' | 'answering';

/** A field in plain words: its name, what it does, and what it is counted in ('' for a bare number or a choice). */
export interface FieldText {
  readonly label: Bilingual;
  readonly sentence: Bilingual;
  readonly unit: Bilingual;
}

/** All that a form shows beside a field; `range` is in symbols, such as `≥ 0, ≤ 0.9`. */
export interface Explanation extends FieldText {
  readonly path: FieldPath;
  readonly group: FieldGroup;
  readonly range: string;
}

/** Explains a field of the recipe. */
export function explain(path: FieldPath): Explanation {
  const [first] = path.split('.') as [FieldGroup | 'picture'];
  // The picture's size is a property of how the model sees, with one field only.
  const group = first === 'picture' ? 'model' : first;
  return { path, group, range: allowedValues(findField(path)!.schema), ...texts[path] };
}

const none: Bilingual = { ko: '', en: '' };
const samples: Bilingual = { ko: '문항', en: 'samples' };
const share: Bilingual = { ko: '비율', en: 'share' };
const epochs: Bilingual = { ko: '에폭', en: 'epochs' };

/** Each row: label (ko, en), sentence (ko, en), unit. The compiler checks that every field of the schema has one. */
const texts: Readonly<Record<FieldPath, FieldText>> = {
  'data.samples': text(
    ['사용할 문항 수', 'Samples'],
    [
      '학습 파일에서 몇 문항을 쓸지 정해요. 일부만 쓰면 시드로 고른 같은 문항이 매번 선택돼요.',
      'How many rows of the training file are used; fewer than all are drawn by the seed, the same ones each time.',
    ],
    samples,
  ),
  'data.validationFraction': text(
    ['검증 비율', 'Validation share'],
    [
      '학습에 쓰지 않고 떼어 두어, 제출 전에 점수를 예상하는 데 쓰는 문항의 비율이에요.',
      'The share of questions kept out of training, to tell how good a run is before it is submitted.',
    ],
    share,
  ),
  'data.split': text(
    ['나누는 방법', 'Split'],
    [
      '검증 문항을 파일의 끝에서(order), 무작위로(random), 또는 정답 비율을 지키며 무작위로(stratified) 골라요.',
      "Takes the validation questions from the file's end (order), at random, or at random with every answer's share kept (stratified).",
    ],
  ),
  'data.groupByPicture': text(
    ['사진별로 묶기', 'Group by picture'],
    [
      '같은 사진의 문항을 학습과 검증 중 한쪽에만 두어, 외운 사진으로 검증 점수가 부풀지 않게 해요.',
      'Keeps all questions of a picture on one side, so that a memorised picture cannot raise the validation score.',
    ],
  ),
  'data.shuffleChoices': text(
    ['보기 섞기', 'Shuffle choices'],
    [
      '에폭마다 보기의 순서를 바꾸고 정답 글자도 맞춰 바꾸어, 글자의 위치를 외우지 못하게 해요.',
      'Shows the choices in another order each epoch, with the answer moved along, so that places cannot be learned.',
    ],
  ),
  'prompt.system': text(
    ['시스템 프롬프트', 'System prompt'],
    [
      '대화의 맨 앞에서 모델의 역할을 알려 주는 글이에요. 비우면 모델의 기본값이 쓰여요.',
      "The text that tells the model its role, before anything else; empty means the model's own default.",
    ],
  ),
  'prompt.user': text(
    ['사용자 프롬프트', 'User prompt'],
    [
      '사진 다음에 오는 글의 틀이에요. {question}, {a}, {b}, {c}, {d} 자리에 문항이 들어가요.',
      'The text after the picture; the question and its choices take the places {question}, {a}, {b}, {c}, {d}.',
    ],
  ),
  'picture.size': text(
    ['사진 크기', 'Picture size'],
    [
      '사진을 이 값의 제곱만큼의 화소로 맞춰요. 크면 작은 것까지 보이지만 느려지고 메모리를 더 써요.',
      'Pictures are scaled to this number of pixels squared; larger shows small things and costs time and memory.',
    ],
    { ko: '화소', en: 'pixels' },
  ),
  'model.folder': text(
    ['모델 폴더', 'Model folder'],
    [
      '내려받은 Hugging Face 모델이 있는 폴더예요. tiny-vl은 함께 제공되는 작은 모델이에요.',
      'The folder of a downloaded Hugging Face snapshot; tiny-vl is the small model that ships with Quartet.',
    ],
  ),
  'model.precision': text(
    ['정밀도', 'Precision'],
    [
      '모델의 수를 저장하고 계산하는 형식이에요. auto는 장치에 알맞은 것을 골라요. nf4(QLoRA)는 모델을 4비트로 줄여 메모리를 아끼는 대신 느려지고 조금 부정확해져요. nf4-double-quant는 조금 더 줄여요.',
      'The number format that the model is held and computed in; auto takes what suits the device. nf4 (QLoRA) holds the model in 4 bits: far less memory, slower, a little less exact; nf4-double-quant saves a little more.',
    ],
  ),
  'lora.r': text(
    ['LoRA 랭크', 'LoRA rank'],
    [
      '층마다 더하는 작은 행렬의 크기예요. 크면 더 많이 배우지만 메모리가 늘고 과적합하기 쉬워요.',
      'The size of the small matrices added to each layer; larger learns more, needs more memory and overfits sooner.',
    ],
  ),
  'lora.alpha': text(
    ['LoRA 알파', 'LoRA alpha'],
    [
      '배운 변화에 alpha/r을 곱해 더해요. 보통 r의 1~2배로 둬요.',
      'What was learned is added times alpha / r; once or twice r is usual.',
    ],
  ),
  'lora.dropout': text(
    ['LoRA 드롭아웃', 'LoRA dropout'],
    [
      '학습할 때 LoRA 입력의 이만큼을 무작위로 가려 과적합을 줄여요.',
      'Hides this share of the LoRA inputs at random while training, against overfitting.',
    ],
    share,
  ),
  'lora.targetModules': text(
    ['적용할 모듈', 'Target modules'],
    [
      'LoRA를 붙일 층이에요. 목록은 이름의 끝과 맞추고, 문자열은 전체 이름에 대한 정규식으로 봐요.',
      'The layers that get LoRA: a list matches the end of their names, a text is a regular expression over the whole name.',
    ],
  ),
  'lora.excludeModules': text(
    ['제외할 모듈', 'Excluded modules'],
    [
      '적용할 모듈 가운데 빼놓을 층이에요. 맞추는 방법은 같아요.',
      'Layers to leave out of the target modules, matched in the same way.',
    ],
  ),
  'lora.vision': text(
    ['비전 부분도 학습', 'Train the vision part'],
    [
      '사진을 읽는 부분에도 LoRA를 붙여요. 그림체나 촬영 방식이 낯설 때 도움이 돼요.',
      'Adds LoRA to the part that reads pictures as well; it helps when they look unlike what the model knows.',
    ],
  ),
  'training.supervise': text(
    ['학습할 토큰', 'Supervised tokens'],
    [
      '글 전체(sequence), 답과 끝 표시(answer), 또는 답 글자 하나(letter)에 대해 손실을 계산해요.',
      'Takes the loss over the whole text (sequence), the answer with its end marks (answer), or its letter alone.',
    ],
  ),
  'training.epochs': text(
    ['에폭', 'Epochs'],
    [
      '모든 학습 문항을 몇 번 볼지 정해요. 너무 많으면 외우기 시작해요.',
      'How many times every training question is seen; too many and the model learns them by heart.',
    ],
    epochs,
  ),
  'training.batchSize': text(
    ['배치 크기', 'Batch size'],
    [
      '한 번에 함께 계산하는 문항 수예요. 크면 빠르지만 메모리를 더 써요.',
      'Questions computed together; more is faster and needs more memory.',
    ],
    samples,
  ),
  'training.accumulation': text(
    ['기울기 누적', 'Gradient accumulation'],
    [
      '이만큼의 배치를 모아 한 번 갱신해요. 메모리를 늘리지 않고 큰 배치와 같은 효과를 내요.',
      'Batches gathered for one update: the effect of a larger batch without its memory.',
    ],
    { ko: '배치', en: 'batches' },
  ),
  'training.learningRate': text(
    ['학습률', 'Learning rate'],
    [
      '한 번의 갱신에서 얼마나 크게 움직일지 정해요. 너무 크면 망가지고 너무 작으면 배우지 못해요.',
      'How far one update moves the weights; too high ruins a run, too low learns nothing.',
    ],
  ),
  'training.schedule': text(
    ['학습률 일정', 'Schedule'],
    [
      '워밍업 뒤에 학습률을 그대로 두거나(constant) 0까지 직선으로(linear), 또는 곡선으로(cosine) 줄여요.',
      'Keeps the learning rate after warmup (constant), or lowers it to 0 in a line or along a cosine.',
    ],
  ),
  'training.warmupRatio': text(
    ['워밍업 비율', 'Warmup ratio'],
    [
      '학습률을 0에서 정한 값까지 천천히 올리는 처음 구간의 비율이에요.',
      'The first share of all steps, in which the learning rate rises from 0 to its value.',
    ],
    share,
  ),
  'training.weightDecay': text(
    ['가중치 감쇠', 'Weight decay'],
    [
      '갱신할 때마다 가중치를 조금씩 0으로 당겨 과적합을 줄여요.',
      'Pulls the weights a little towards 0 at each update, against overfitting.',
    ],
  ),
  'training.beta1': text(
    ['AdamW β₁', 'AdamW β₁'],
    [
      '기울기의 이동 평균이 지난 값을 얼마나 기억할지 정해요.',
      'How much of its past the running mean of the gradients keeps.',
    ],
  ),
  'training.beta2': text(
    ['AdamW β₂', 'AdamW β₂'],
    [
      '기울기 제곱의 이동 평균이 지난 값을 얼마나 기억할지 정해요.',
      'How much of its past the running mean of the squared gradients keeps.',
    ],
  ),
  'training.epsilon': text(
    ['AdamW ε', 'AdamW ε'],
    [
      '0으로 나누지 않게 분모에 더하는 작은 수예요. 바꿀 일이 거의 없어요.',
      'A small number added to a divisor so that it is never 0; there is hardly a reason to change it.',
    ],
  ),
  'training.maxGradNorm': text(
    ['기울기 자르기', 'Gradient clipping'],
    [
      '기울기의 크기가 이 값을 넘으면 여기까지 줄여, 한 번의 나쁜 배치가 학습을 망치지 않게 해요.',
      'Shortens a gradient longer than this, so that one bad batch cannot ruin the run.',
    ],
  ),
  'training.labelSmoothing': text(
    ['레이블 스무딩', 'Label smoothing'],
    [
      '정답의 확률을 이만큼 다른 것들에 나누어 주어 지나친 확신을 막아요.',
      'Gives this share of the target to the other candidates, against overconfidence.',
    ],
    share,
  ),
  'training.smoothingOver': text(
    ['스무딩 대상', 'Smoothing over'],
    [
      '스무딩한 몫을 전체 어휘에 나눌지, 네 글자에만 나눌지 정해요.',
      'Whether the smoothed share goes to the whole vocabulary or to the four letters only.',
    ],
  ),
  'training.ema': text(
    ['가중치 이동 평균', 'Weight average (EMA)'],
    [
      '가중치의 이동 평균을 따로 두고 평가와 저장에 써요. 1에 가까울수록 오래된 값을 더 기억해요.',
      'Keeps a running mean of the weights and evaluates and saves that; the nearer to 1, the longer its memory.',
    ],
  ),
  'training.earlyStopping': text(
    ['조기 종료', 'Early stopping'],
    [
      '검증 손실이 더 나아지지 않으면 남은 에폭을 건너뛰어요.',
      'Skips the remaining epochs when the validation loss no longer improves.',
    ],
  ),
  'training.earlyStopping.patience': text(
    ['기다릴 횟수', 'Patience'],
    [
      '나아지지 않은 검증을 몇 번까지 기다릴지 정해요.',
      'How many evaluations without an improvement are waited for.',
    ],
    { ko: '회', en: 'evaluations' },
  ),
  'training.earlyStopping.minImprovement': text(
    ['최소 개선 폭', 'Minimum improvement'],
    [
      '손실이 이만큼은 줄어야 나아진 것으로 봐요.',
      'The loss must fall by at least this to count as improved.',
    ],
  ),
  'training.keep': text(
    ['남길 체크포인트', 'Checkpoint to keep'],
    [
      '마지막(last), 검증 손실이 가장 낮은(best-loss), 또는 가장 정확한(best-accuracy) 가중치를 남겨요.',
      'Keeps the last weights, those with the lowest validation loss, or the most accurate ones.',
    ],
  ),
  'training.gradientCheckpointing': text(
    ['기울기 체크포인팅', 'Gradient checkpointing'],
    [
      '중간 결과를 저장하지 않고 다시 계산해, 시간을 더 들이는 대신 메모리를 크게 줄여요. auto면 GPU 메모리가 모자랄 때만 켜요.',
      'Computes inner results again instead of keeping them: much less memory for some more time. auto does so only where GPU memory is short.',
    ],
  ),
  'training.timeBudgetMinutes': text(
    ['시간 제한', 'Time budget'],
    [
      '이 시간이 끝나기 전에 학습을 멈추고 평가, 저장, 제출 파일까지 마쳐요.',
      'Training stops early enough to evaluate, save and write the submission within this time.',
    ],
    { ko: '분', en: 'minutes' },
  ),
  'training.stopAtChance': text(
    ['찍기 수준이면 중단', 'Stop at chance'],
    [
      '손실이 수가 아니게 되거나 찍는 것과 다름없는 상태가 이어지면 이유를 알리고 멈춰요.',
      'Stops, with the reason, when the loss is no longer a number or the answers stay as good as guessed.',
    ],
  ),
  'training.seed': text(
    ['시드', 'Seed'],
    [
      '모든 무작위 선택의 출발점이에요. 같은 시드와 설정이면 같은 결과가 나와요.',
      'Where all random choices start: the same seed and settings give the same result.',
    ],
  ),
  'answering.mode': text(
    ['답하는 방법', 'Answering'],
    [
      '네 글자의 확률만 비교하거나(letters), 글을 생성해 글자를 찾아요(generate, 예전 제출과 비교용).',
      'Compares the four letters only, or generates text and looks for a letter in it (as older submissions did).',
    ],
  ),
  'answering.orders': text(
    ['보기 순서 수', 'Choice orders'],
    [
      '보기의 순서를 바꾸어 가며 여러 번 답하고 평균해요. 위치에 치우치지 않지만 그만큼 오래 걸려요.',
      'Answers under several orders of the choices and averages them: no bias to a place, for as many times the work.',
    ],
  ),
  'answering.batchSize': text(
    ['답할 때 배치 크기', 'Answering batch size'],
    [
      '한 번에 함께 답하는 문항 수예요. 결과가 아니라 속도와 메모리만 달라져요.',
      'Questions answered together; it changes speed and memory, not the answers.',
    ],
    samples,
  ),
};

function text(label: [ko: string, en: string], sentence: [ko: string, en: string], unit = none): FieldText {
  return {
    label: { ko: label[0], en: label[1] },
    sentence: { ko: sentence[0], en: sentence[1] },
    unit,
  };
}
