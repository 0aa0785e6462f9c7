import type { ModelFile, ModelScore } from '../../server/protocol/training.ts';
import type { Text } from '../text/en.ts';
import { fact, oneLine } from '../text/plain.ts';
import { bytes, count } from '../text/quantities.ts';
import { metricValue } from '../../server/protocol/quantities.ts';

/** A model as a line of the list, without the editor's types. */
export interface TeacherItem {
  readonly label: string;
  readonly description: string;
  readonly icon: 'mortar-board' | 'error';
  /** Words that menus ask for: `usable`, `evaluable`. */
  readonly context: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** A recipe can say something to use it. */
export const isUsable = ({ format, network, failure }: ModelFile): boolean =>
  failure === null && (format === 'safetensors' || network !== null);

/** A model as the list shows it; `folder` is its folder's name where several are open. */
export function teacherItem(file: ModelFile, text: Text, folder: string | null): TeacherItem {
  const { teachers } = text;
  const score = file.scores[0];
  const parts = [
    teachers.formats[file.format],
    // Early: a narrow side bar cuts the rest off.
    folder ?? '',
    file.parameters === null ? bytes(file.bytes) : count(file.parameters),
    score === undefined ? '' : `${metricValue(score.metric, score.value)} ${score.metric}`,
  ];
  return {
    label: oneLine(file.name),
    description: oneLine(parts.filter((part) => part !== '').join(' · ')),
    icon: file.failure === null ? 'mortar-board' : 'error',
    context: isUsable(file) ? 'usable evaluable' : 'model',
    facts: factsOf(file, text).map(([name, value]) => [name, fact(value)] as const),
  };
}

/** What is known about a model, for its tooltip and the head of its inspection. */
export function factsOf(file: ModelFile, { teachers }: Text): readonly [string, string][] {
  const { facts } = teachers;
  const known = (name: string, value: string | null): [string, string][] =>
    value === null ? [] : [[name, value]];
  return [
    [facts.format, teachers.formats[file.format]],
    ...known(facts.parameters, file.parameters?.toLocaleString('en-US') ?? null),
    [facts.size, bytes(file.bytes)],
    ...known(facts.network, file.network),
    ...file.scores.slice(0, 5).map((score): [string, string] => scoreFact(score, teachers)),
    ...known(facts.hash, file.sha256),
    [facts.path, file.path],
    ...known(facts.failure, file.failure === null ? null : `${file.failure.message} ${file.failure.next}`),
  ];
}

const scoreFact = (score: ModelScore, { facts, score: words }: Text['teachers']): [string, string] => [
  score.role === 'made' ? facts.made : facts.used,
  `${score.runName}: ${words(score.metric, metricValue(score.metric, score.value), score.data)}`,
];
