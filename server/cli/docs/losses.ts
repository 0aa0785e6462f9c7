import type { TObject, TSchema } from 'typebox';
import { losses } from '../../distill/losses/index.ts';
import type { LossDescriptor } from '../../distill/losses/descriptor.ts';
import { optimizers } from '../../distill/optimizers/index.ts';
import { projections } from '../../distill/projections/index.ts';
import { isScalar } from '../../distill/schema.ts';

/** `docs/losses.md`: every loss, projection and optimizer as its descriptor describes it. */
export const lossReference = (): string =>
  [
    '# Losses, projections, optimizers',
    'Made from the descriptors in `server/distill` by `npm run docs`; do not edit.',
    '',
    '`reduction`: **batchmean** = mean over samples (or valid tokens), **mean** = that divided by the elements inside a sample as well, **sum** = sum over samples. A *scheduled* parameter takes a number, `{ from, to, over, shape }` or `{ from, step, by }`. Padded tokens and unlabelled samples leave numerator and denominator unless a parameter says otherwise.',
    '',
    '## Losses',
    ...losses.map(lossSection),
    '## Projections',
    "A trained map from the student's feature to the teacher's shape (`project:`). It trains with the student and is left out of what is exported.",
    '',
    ...projections.map(({ kind, summary, sources, parameters }) =>
      section(`\`${kind}\``, [summary, table(parameters), sourceList(sources)]),
    ),
    '## Optimizers',
    ...optimizers.map(({ kind, summary, formula, sources, parameters }) =>
      section(`\`${kind}\``, [summary, code(formula), table(parameters), sourceList(sources)]),
    ),
  ].join('\n');

function lossSection(loss: LossDescriptor): string {
  const floor = loss.floor({});
  const facts = [
    `Reads: ${{ labels: 'the hard label', logits: 'the logits of student and teacher', pairs: 'paired taps' }[loss.reads]}.`,
    `Reduction: ${loss.reduction}. Weight: ${loss.weight}.`,
    `Value when student equals teacher: ${floor}.`,
    loss.batchDependent === undefined ? '' : `Depends on the rest of the batch: ${loss.batchDependent}.`,
    loss.needs.length === 0 ? '' : `Needs: ${loss.needs.join(', ')}.`,
  ];
  return section(`\`${loss.name}\``, [
    `${loss.summary}.`,
    code(loss.formula),
    facts.filter((fact) => fact !== '').join(' '),
    table(loss.parameters),
    elsewhereList(loss.elsewhere ?? []),
    sourceList(loss.sources),
  ]);
}

const section = (title: string, paragraphs: readonly string[]): string =>
  [`### ${title}`, ...paragraphs.filter((text) => text !== '').flatMap((text) => [text, ''])].join('\n');

const code = (text: string): string => ['```', text, '```'].join('\n');

const elsewhereList = (facts: readonly string[]): string =>
  facts.length === 0 ? '' : ['Elsewhere:', '', ...facts.map((fact) => `- ${fact}`)].join('\n');

const sourceList = (sources: readonly string[]): string =>
  sources.length === 0 ? '' : `Sources: ${sources.join('; ')}.`;

function table({ properties }: TObject): string {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      `| \`${name}\` | ${kindOf(schema)} | ${defaultOf(schema)} | ${textOf(schema, 'description')} |`,
  );
  return rows.length === 0
    ? ''
    : ['| Parameter | Kind | Default | Meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function kindOf(schema: TSchema): string {
  if ('enum' in schema && Array.isArray(schema.enum))
    return schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  const kind = isScalar(schema) ? 'scheduled number' : textOf(schema, 'type');
  const unit = textOf(schema, 'unit');
  return unit === '' ? kind : `${kind}, ${unit}`;
}

const defaultOf = (schema: TSchema): string =>
  'default' in schema && schema.default !== undefined
    ? `\`${JSON.stringify(schema.default).replaceAll('"', '')}\``
    : '';

function textOf(schema: TSchema, key: 'description' | 'type' | 'unit'): string {
  const value: unknown =
    key in schema ? Object.entries(schema).find(([name]) => name === key)?.[1] : undefined;
  return typeof value === 'string' ? value.replaceAll('|', '\\|') : '';
}
