import type { Plan, ScalarPlan, StagePlan, TermPlan } from '../distill/plan.ts';
import { estimate } from './estimate.ts';
import type { MemoryEstimate } from './memory/memory.ts';
import { bytes, count, duration, table } from './table.ts';

/** A plan as plain text for people: models, data, stages with their terms and pairs, totals. */
export function planTable(plan: Plan, memory: MemoryEstimate): string {
  const cost = estimate(plan);
  return [
    `${plan.name}: ${plan.backend.name}, ${plan.backend.threads} thread${plan.backend.threads === 1 ? '' : 's'}, ${plan.seeds.length === 1 ? 'seed' : 'seeds'} ${plan.seeds.join(', ')}`,
    '',
    ...modelRows(plan),
    '',
    ...dataRows(plan),
    ...plan.stages.flatMap((stage) => ['', ...stageRows(stage)]),
    '',
    `Checkpoint chosen by ${plan.evaluate.select.metric} on ${plan.evaluate.select.data}; figures from ${plan.evaluate.final.join(', ')}.`,
    `Diagnostics every ${plan.diagnostics.everySteps} steps, checkpoints every ${plan.checkpoints.everySteps} steps.`,
    `In all ${count(cost.steps)} steps, ${count(cost.flops)}FLOP: about ${duration(cost.seconds)} and ${bytes(memory.bytes)} of memory.`,
  ].join('\n');
}

const modelRows = ({ models }: Plan): readonly string[] =>
  table(
    ['Model', 'Network', 'Parameters', 'Bytes', 'FLOP a sample', 'Weights'],
    Object.entries(models).map(([id, model]) => [
      id,
      model.kind,
      count(model.parameters),
      bytes(model.bytes),
      count(model.flops),
      model.checkpoint?.path ??
        model.weights ??
        (model.init === null ? 'from the seed' : `from ${model.init.from}`),
    ]),
  );

const dataRows = ({ data }: Plan): readonly string[] =>
  table(
    ['Data', 'Source', 'Samples', 'Labels', 'Fields'],
    Object.entries(data).map(([id, entry]) => [
      id,
      entry.source,
      `${entry.take} from ${entry.skip}`,
      entry.labelled ? `${entry.classes ?? '?'} classes` : 'none',
      Object.entries(entry.fields)
        .filter(([, { shape }]) => shape.length > 0)
        .map(([name, { shape }]) => `${name} ${shape.join('×')}`)
        .join(', '),
    ]),
  );

function stageRows(stage: StagePlan): readonly string[] {
  const mix = stage.parts.map(({ data, samples }) => `${samples} ${data}`).join(' + ');
  const head = `Stage ${stage.name}: ${stage.updates.map(({ train }) => train).join(', ')}${stage.teachers.length === 0 ? '' : ` taught by ${stage.teachers.join(', ')}`}`;
  const facts = [
    `${stage.steps} steps (${round(stage.steps / stage.stepsPerEpoch)} epochs of ${stage.stepsPerEpoch}), batch ${stage.batch} = ${mix}`,
    ...stage.updates.map(
      ({ optimizer }) =>
        `${optimizer.kind}, ${Object.entries(optimizer.scalars)
          .map(([name, value]) => `${name} ${scalar(value)}`)
          .join(', ')}`,
    ),
    stage.teachers.length === 0
      ? null
      : `teacher answers ${stage.targets === 'stored' ? 'computed once and kept' : 'computed with every batch'}`,
    stage.baseline === null ? null : 'with a baseline: the same without the terms that read a teacher',
    stage.skip === null ? null : `skipped: ${stage.skip}`,
  ].filter((line) => line !== null);
  const terms = stage.updates.flatMap((update) => update.terms);
  return [
    head,
    ...facts.map((fact) => `  ${fact}`),
    ...indented(table(['Term', 'Loss', 'Weight', 'Reduction', 'Data', 'Pairs'], terms.map(termRow))),
  ];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

const termRow = (term: TermPlan): readonly string[] => [
  term.id,
  term.loss,
  scalar(term.weight),
  term.reduction,
  term.data?.join(', ') ?? 'all',
  term.pairs
    .map(({ student, studentShape, teacher, teacherShape, projection }) =>
      teacher === null
        ? `${student} ${studentShape.join('×')}`
        : `${student} ${studentShape.join('×')} ↔ ${teacher} ${(teacherShape ?? []).join('×')}${projection.kind === 'none' ? '' : ` by ${projection.kind}`}`,
    )
    .join('; '),
];

function scalar(value: ScalarPlan): string {
  switch (value.kind) {
    case 'constant':
      return String(value.value);
    case 'ramp':
      return `${value.from} → ${value.to} (${value.shape}, ${value.steps} steps)`;
    case 'drops':
      return `${value.from} × ${value.by} at ${value.at.join(', ')}`;
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;
