import { statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseDocument, visit } from 'yaml';
import { distance } from 'fastest-levenshtein';
import { RetortError } from '../protocol/failure.ts';
import { check } from '../recipe/check.ts';
import { noFacts } from '../recipe/facts.ts';
import { parse } from '../recipe/parse.ts';
import { packageFile } from '../training/package-files.ts';

/** An example recipe that can be begun with. */
export interface Template {
  /** Its path in examples/ without the ending: `mnist`, `response/kd`. */
  readonly name: string;
  readonly path: string;
}

const ending = '.distill.yaml';

/** All of examples/, sorted by name. */
export async function listTemplates(): Promise<readonly Template[]> {
  const folder = packageFile('examples');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(ending));
  return files.sort().map((file) => ({
    name: file.slice(0, -ending.length).replaceAll(sep, '/'),
    path: join(folder, file),
  }));
}

export interface TemplateAbout {
  readonly name: string;
  /** The first sentence of its first comment. */
  readonly summary: string;
  /** This version has built all that it uses. */
  readonly built: boolean;
}

/** What a template is, for those who choose one. */
export async function aboutTemplate({ name, path }: Template): Promise<TemplateAbout> {
  const text = await readFile(path, 'utf8');
  const lines = text.split('\n');
  const comment = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('#')),
  );
  const [summary = ''] = comment
    .map((line) => line.replace(/^#\s*/, ''))
    .join(' ')
    .split(/\.(?:\s|$)/, 1);
  const { problems } = check(parse(text), noFacts(path));
  return { name, summary, built: problems.every(({ code }) => code !== 'not-in-this-version') };
}

/** The template of that name. Throws `unknown-template` with the nearest. */
export async function findTemplate(name: string): Promise<Template> {
  const all = await listTemplates();
  const found = all.find((template) => template.name === name);
  if (found !== undefined) return found;
  const nearest = all.map((template) => template.name).sort((a, b) => distance(name, a) - distance(name, b));
  throw new RetortError({
    code: 'unknown-template',
    message: `There is no template "${name}".`,
    next: `Did you mean ${nearest.slice(0, 3).join(', ')}? \`retort init --list\` names all.`,
  });
}

/** The template's text for a recipe in `folder`: paths out of examples/ or to a file in it lead to the same from there. */
export async function adaptedTo(folder: string, template: Template): Promise<string> {
  const text = await readFile(template.path, 'utf8');
  const places: { readonly start: number; readonly end: number; readonly path: string }[] = [];
  visit(parseDocument(text), {
    Scalar(_, node) {
      const { value, range } = node;
      if (typeof value !== 'string' || !range) return;
      const target = resolve(dirname(template.path), value);
      if (!value.startsWith('../') && !isFile(target)) return;
      const path = relative(folder, target).replaceAll(sep, '/');
      places.push({ start: range[0], end: range[1], path });
    },
  });
  // From the end, so that earlier places stay where they are; JSON strings are YAML whatever is in them.
  return places.reduceRight(
    (adapted, { start, end, path }) => adapted.slice(0, start) + quoted(path) + adapted.slice(end),
    text,
  );
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : JSON.stringify(path));
