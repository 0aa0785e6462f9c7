import type { Plan, ScalarPlan, StagePlan, TermPlan } from '../distill/plan.ts';
import { estimate } from './estimate.ts';
import type { MemoryEstimate } from './memory/memory.ts';
import { bytes, count, duration, flop, table } from './table.ts';
import { say } from '../text/say.ts';

/** A plan as plain text for people: models, data, stages with their terms and pairs, totals. */
export function planTable(plan: Plan, memory: MemoryEstimate): string {
  const cost = estimate(plan);
  return [
    `${plan.name}: ${plan.backend.name}, ${threads(plan)}, ${seeds(plan)}`,
    '',
    ...modelRows(plan),
    '',
    ...dataRows(plan),
    ...plan.stages.flatMap((stage) => ['', ...stageRows(stage)]),
    '',
    say`Checkpoint chosen by ${plan.evaluate.select.metric} on ${plan.evaluate.select.data}; figures from ${plan.evaluate.final.join(', ')}.`,
    say`Diagnostics every ${plan.diagnostics.everySteps} steps, checkpoints every ${plan.checkpoints.everySteps} steps.`,
    say`In all ${count(cost.steps)} steps, ${flop(cost.flops)}: about ${duration(cost.seconds)} and ${bytes(memory.bytes)} of memory.`,
  ].join('\n');
}

const threads = ({ backend }: Plan): string =>
  backend.threads === 1 ? say`1 thread` : say`${backend.threads} threads`;

const seeds = ({ seeds: all }: Plan): string =>
  all.length === 1 ? say`seed ${all[0] ?? ''}` : say`seeds ${all.join(', ')}`;

const modelRows = ({ models }: Plan): readonly string[] =>
  table(
    [say`Model`, say`Network`, say`Parameters`, say`Bytes`, say`FLOP a sample`, say`Weights`],
    Object.entries(models).map(([id, model]) => [
      id,
      model.kind,
      count(model.parameters),
      bytes(model.bytes),
      count(model.flops),
      model.checkpoint?.path ??
        model.weights ??
        (model.init === null ? say`from the seed` : say`from ${model.init.from}`),
    ]),
  );

const dataRows = ({ data }: Plan): readonly string[] =>
  table(
    [say`Data`, say`Source`, say`Samples`, say`Labels`, say`Fields`],
    Object.entries(data).map(([id, entry]) => [
      id,
      entry.source,
      say`${entry.take} from ${entry.skip}`,
      entry.labelled ? say`${entry.classes ?? '?'} classes` : say`none`,
      Object.entries(entry.fields)
        .filter(([, { shape }]) => shape.length > 0)
        .map(([name, { shape }]) => `${name} ${shape.join('×')}`)
        .join(', '),
    ]),
  );

function stageRows(stage: StagePlan): readonly string[] {
  const mix = stage.parts.map(({ data, samples }) => `${samples} ${data}`).join(' + ');
  const trained = stage.updates.map(({ train }) => train).join(', ');
  const head =
    stage.teachers.length === 0
      ? say`Stage ${stage.name}: ${trained}`
      : say`Stage ${stage.name}: ${trained} taught by ${stage.teachers.join(', ')}`;
  const facts = [
    say`${stage.steps} steps (${round(stage.steps / stage.stepsPerEpoch)} epochs of ${stage.stepsPerEpoch}), batch ${stage.batch} = ${mix}`,
    ...stage.updates.map(
      ({ optimizer }) =>
        `${optimizer.kind}, ${Object.entries(optimizer.scalars)
          .map(([name, value]) => `${name} ${scalar(value)}`)
          .join(', ')}`,
    ),
    stage.teachers.length === 0
      ? null
      : stage.targets === 'stored'
        ? say`teacher answers computed once and kept`
        : say`teacher answers computed with every batch`,
    stage.baseline === null ? null : say`with a baseline: the same without the terms that read a teacher`,
    stage.skip === null ? null : say`skipped: ${stage.skip}`,
  ].filter((line) => line !== null);
  const terms = stage.updates.flatMap((update) => update.terms);
  return [
    head,
    ...facts.map((fact) => `  ${fact}`),
    ...indented(
      table([say`Term`, say`Loss`, say`Weight`, say`Reduction`, say`Data`, say`Pairs`], terms.map(termRow)),
    ),
  ];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

const termRow = (term: TermPlan): readonly string[] => [
  term.id,
  term.loss,
  scalar(term.weight),
  term.reduction,
  term.data?.join(', ') ?? say`all`,
  term.pairs
    .map(({ student, studentShape, teacher, teacherShape, projection }) =>
      teacher === null
        ? `${student} ${studentShape.join('×')}`
        : `${student} ${studentShape.join('×')} ↔ ${teacher} ${(teacherShape ?? []).join('×')}${projection.kind === 'none' ? '' : say` by ${projection.kind}`}`,
    )
    .join('; '),
];

function scalar(value: ScalarPlan): string {
  switch (value.kind) {
    case 'constant':
      return String(value.value);
    case 'ramp':
      return say`${value.from} → ${value.to} (${value.shape}, ${value.steps} steps)`;
    case 'drops':
      return say`${value.from} × ${value.by} at ${value.at.join(', ')}`;
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;
