import { existsSync, readdirSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { parseDocument, visit } from 'yaml';
import { distance } from 'fastest-levenshtein';
import { RetortError } from '../protocol/failure.ts';
import { check } from '../recipe/check.ts';
import { noFacts } from '../recipe/facts.ts';
import { parse } from '../recipe/parse.ts';
import { packageFile } from '../training/package-files.ts';
import { say } from '../text/say.ts';
import { sampleFolder } from './sample-folder.ts';

/** A recipe that can be begun with. */
export interface Template {
  /** Its path in media/templates/ or examples/ without the ending: `digits`, `response/kd`. */
  readonly name: string;
  readonly path: string;
  /** Folder that its paths are relative to. */
  readonly base: string;
}

const ending = '.distill.yaml';

/** Templates, which run on the bundled sample, then examples, where this package has them; each sorted by name. */
export async function listTemplates(): Promise<readonly Template[]> {
  const sample = sampleFolder();
  return [
    ...(await recipesIn(packageFile('media/templates'), () => sample)),
    ...(await recipesIn(packageFile('examples'), dirname)),
  ];
}

async function recipesIn(folder: string, baseOf: (path: string) => string): Promise<readonly Template[]> {
  const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  const files = names.filter((file) => file.endsWith(ending));
  return files.sort().map((file) => ({
    name: file.slice(0, -ending.length).replaceAll(sep, '/'),
    path: join(folder, file),
    base: baseOf(join(folder, file)),
  }));
}

export interface TemplateAbout {
  readonly name: string;
  /** The first sentence of its first comment, after its title. */
  readonly summary: string;
  /** This version has built all that it uses. */
  readonly built: boolean;
}

/** What a template is, for those who choose one. */
export async function aboutTemplate({ name, path }: Template): Promise<TemplateAbout> {
  const text = await readFile(path, 'utf8');
  const lines = text.replace(/^# Title:.*\n/, '').split('\n');
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
    message: say`There is no template "${name}".`,
    next: say`Did you mean ${nearest.slice(0, 3).join(', ')}? \`retort init --list\` names all.`,
  });
}

/** The template's text for a recipe in `folder`: paths to files, or out of where they are, lead to the same from there. */
export async function adaptedTo(folder: string, template: Template): Promise<string> {
  const text = await readFile(template.path, 'utf8');
  const places: { readonly start: number; readonly end: number; readonly path: string }[] = [];
  visit(parseDocument(text), {
    Scalar(_, node) {
      const { value, range } = node;
      if (typeof value !== 'string' || !range) return;
      const target = resolve(template.base, value);
      if (!value.startsWith('../') && !isFile(target) && !(value.includes('/') && begins(target))) return;
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

/** Files are named that way: data in IDX files by what their names begin with. */
const begins = (target: string): boolean =>
  isFolder(dirname(target)) && readdirSync(dirname(target)).some((name) => name.startsWith(basename(target)));

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : JSON.stringify(path));
