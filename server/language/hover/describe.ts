import type { Catalogue } from '../../recipe/catalogue.ts';
import { plannedWhat } from '../../recipe/check/planned.ts';
import type { ResolvedTerm } from '../../recipe/resolved/terms.ts';
import { expected } from '../../recipe/structure/words.ts';
import { ruleOf, type Rule } from '../../recipe/structure/rule.ts';
import { say, translated } from '../../text/say.ts';
import { block, bullets, code, paragraphs, prose } from './markdown.ts';

type Loss = Catalogue['losses'][number];
type Parameters = Loss['parameters'];
type ScalarSource = ResolvedTerm['weight'];

/** A key of a recipe: its name, what it is and what it takes. */
export const describeKey = (key: string, rule: Rule | null, isRequired = false): string =>
  paragraphs(
    isRequired ? say`${title(key)} (required)` : title(key),
    rule === null ? '' : describeRule(rule),
  );

/** What may stand somewhere: meaning, form, limits, default, unit. Empty where the schema says nothing. */
export function describeRule(rule: Rule): string {
  const { description = '', default: fallback, unit } = rule;
  const keys = Object.keys(rule.properties ?? {});
  return paragraphs(
    sentence(description),
    bullets([
      keys.length === 0
        ? say`Takes ${prose(expected(rule))}${limitsOf(rule)}`
        : say`Keys: ${keys.map(code).join(', ')}`,
      ...(unit === undefined ? [] : [say`Unit: ${prose(translated(unit))}`]),
      ...(fallback === undefined ? [] : [say`Default: ${value(fallback)}`]),
    ]),
  );
}

/**
 * What a word means at a path such as `stages`, `0`, `losses`, `1`, `loss`: something of the catalogue, or something
 * that is planned. Null where words have no meaning of their own.
 */
export function describeWord(catalogue: Catalogue, path: readonly string[], word: string): string | null {
  const planned = plannedWhat(catalogue, path, word);
  if (planned !== null) return describePlanned(word, planned);
  const [owner, key] = path.slice(-2);
  const named = <T>(list: readonly T[], nameOf: (item: T) => string, describe: (item: T) => string) => {
    const found = list.find((item) => nameOf(item) === word);
    return found === undefined ? null : describe(found);
  };
  if (key === 'loss') return named(catalogue.losses, ({ name }) => name, describeLoss);
  if (key === 'source') return named(catalogue.sources, ({ source }) => source, describeSource);
  if (key === 'project') return named(catalogue.projections, ({ kind }) => kind, describeMaker);
  if (key !== 'kind') return null;
  if (owner === 'network') return named(catalogue.networks, ({ kind }) => kind, describeNetwork);
  if (owner === 'optimizer') return named(catalogue.optimizers, ({ kind }) => kind, describeMaker);
  return owner === 'project' ? named(catalogue.projections, ({ kind }) => kind, describeMaker) : null;
}

/** What a recipe may say already and can't run with yet. */
export const describePlanned = (word: string, what: string): string =>
  paragraphs(
    title(word),
    sentence(what),
    say`Not in this version: a recipe with it is understood and can't run yet.`,
  );

/** A loss with its formula, its parameters as a term states them (the defaults without one), floor and sources. */
export function describeLoss(loss: Loss, term?: ResolvedTerm): string {
  const parameters = term === undefined ? {} : { ...term.parameters.values, ...term.parameters.scalars };
  const stated = term === undefined ? {} : { ...term.parameters.values, ...term.parameters.stated };
  return paragraphs(
    title(loss.name),
    sentence(loss.summary),
    block(loss.formula),
    bullets([
      say`Reads ${readText(loss.reads)}`,
      say`Reduction: ${value(term?.reduction ?? loss.reduction)}, weight: ${code(scalarText(term?.weight ?? loss.weight))}`,
      ...parameterLines(loss.parameters, parameters),
      say`Value when student equals teacher: ${prose(translated(String(loss.floor(stated))))}`,
      ...noted(loss.batchDependent, (text) => say`Depends on the rest of the batch: ${text}`),
      ...noted(loss.detaches, (text) => say`Held constant in the gradient: ${text}`),
      ...(loss.needs.length === 0 ? [] : [say`Needs ${loss.needs.map(needText).join(', ')}`]),
    ]),
    titledList(say`Elsewhere`, (loss.elsewhere ?? []).map(translated)),
    sourceList(loss.sources),
  );
}

/** A network by its `kind`. */
export const describeNetwork = ({ kind, summary, sources, config }: Catalogue['networks'][number]): string =>
  paragraphs(title(kind), sentence(summary), bullets(parameterLines(config, {})), sourceList(sources));

/** A source of data. */
export const describeSource = ({ source, summary, config }: Catalogue['sources'][number]): string =>
  paragraphs(title(source), sentence(summary), bullets(parameterLines(config, {})));

/** An optimizer or a projection. */
export const describeMaker = (
  made: Catalogue['optimizers'][number] | Catalogue['projections'][number],
): string =>
  paragraphs(
    title(made.kind),
    sentence(made.summary),
    'formula' in made ? block(made.formula) : '',
    bullets(parameterLines(made.parameters, {})),
    sourceList(made.sources),
  );

/** A number or a schedule as a recipe writes it, on one line. */
export function scalarText(source: ScalarSource): string {
  if (typeof source === 'number') return String(source);
  if ('step' in source) return `${source.from} × ${source.by} at ${source.step.join(', ')}`;
  return `${source.from} → ${source.to}`;
}

export const title = (name: string): string => `**${code(name)}**`;

const value = (given: unknown): string => code(plainValue(given));

/** A value as a recipe would write it, without its quotes. */
export const plainValue = (given: unknown): string =>
  typeof given === 'string' ? given : JSON.stringify(given).replaceAll('"', '').replaceAll(',', ', ');

/** Texts of descriptors end with a full stop or without one. */
function sentence(text: string): string {
  const shown = prose(translated(text));
  return shown === '' || /[.。!?]$/u.test(shown) ? shown : say`${shown}.`;
}

const parameterLines = (
  { properties }: Parameters,
  stated: Readonly<Record<string, unknown>>,
): readonly string[] =>
  Object.entries(properties).map(([name, schema]) => {
    const rule = ruleOf(schema);
    const shown = Object.hasOwn(stated, name) ? stated[name] : rule.default;
    const head = shown === undefined ? code(name) : `${code(name)} = ${value(shown)}`;
    const text = prose(translated(rule.description ?? ''));
    return text === '' ? head : `${head}: ${text}`;
  });

const noted = (text: string | undefined, line: (shown: string) => string): readonly string[] =>
  text === undefined ? [] : [line(prose(translated(text)))];

const titledList = (heading: string, items: readonly string[]): string =>
  items.length === 0 ? '' : `**${heading}**\n\n${bullets(items.map(prose))}`;

const sourceList = (sources: readonly string[]): string => titledList(say`Sources`, sources);

function readText(reads: Loss['reads']): string {
  switch (reads) {
    case 'labels':
      return say`the hard label`;
    case 'logits':
      return say`the logits of student and teacher`;
    case 'pairs':
      return say`paired taps of student and teacher`;
  }
}

function needText(need: Loss['needs'][number]): string {
  switch (need) {
    case 'labels':
      return say`hard labels`;
    case 'teacher':
      return say`a teacher`;
    case 'same-classes':
      return say`the same classes on both sides`;
    case '3-classes':
      return say`three classes or more`;
    case 'sample-ids':
      return say`samples that can be told apart`;
  }
}

/** `, > 0`, `, ≥ 1 and ≤ 64`; those of a number where a schedule may stand in its place. */
function limitsOf(rule: Rule): string {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } =
    rule.retort === 'scalar' ? (rule.anyOf?.[0] ?? rule) : rule;
  const limits = Object.entries({ '≥': minimum, '>': exclusiveMinimum, '≤': maximum, '<': exclusiveMaximum })
    .filter(([, limit]) => limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER)
    .map(([sign, limit]) => code(`${sign} ${limit}`));
  return limits.length === 0 ? '' : `, ${limits.join(' ')}`;
}
