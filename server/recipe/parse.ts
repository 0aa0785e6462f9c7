import { Composer, Lexer, Parser, type Document, type YAMLError } from 'yaml';
import type { Problem } from '../protocol/problem.ts';
import type { Node } from './node.ts';
import { syntaxProblem } from './syntax/problem.ts';
import { treeOf } from './tree.ts';
import { say } from '../text/say.ts';

/** A recipe's text and what could be read of it. */
export interface RecipeDocument {
  readonly text: string;
  /** Null when the text is empty or can't be read at all. */
  readonly root: Node | null;
  /** What is wrong with the text as YAML. */
  readonly problems: readonly Problem[];
}

/** Recipes are written by people: far above these limits a text is a mistake or an attack. Longer ones aren't read. */
export const mostCharacters = 1_000_000;
const limits = { tokens: 700_000, depth: 100, problems: 100 };

const options = {
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
  schema: 'core',
  merge: false,
} as const;

/** Reads YAML 1.2. Never throws: what can't be read becomes problems, and the rest is still there. */
export function parse(text: string): RecipeDocument {
  if (text.length > mostCharacters) {
    return refused(
      text,
      'recipe-too-large',
      say`The recipe has ${text.length} characters, at most ${mostCharacters} are read. Keep data in files of their own.`,
    );
  }
  try {
    return compose(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused(text, 'yaml-syntax', say`The text can't be read as YAML: ${reason}`);
  }
}

function compose(text: string): RecipeDocument {
  const parser = new Parser();
  const tokens = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The parser's own stack is watched because the composer recurses: too deep ends a process, not just a call.
    if (parser.stack.length > limits.depth) {
      return refused(
        text,
        'recipe-too-deep',
        say`Values are nested more than ${limits.depth} deep; expected at most a dozen levels. Look for unclosed brackets.`,
      );
    }
    if (++count > limits.tokens) {
      return refused(
        text,
        'recipe-too-large',
        say`The recipe has more than ${limits.tokens} words and signs. Keep data in files of their own.`,
      );
    }
  }
  for (const token of parser.end()) tokens.push(token);
  // One by one: of endlessly many the first two say enough.
  const [document, second] = new Composer(options).compose(tokens, true, text.length);
  if (document === undefined) return { text, root: null, problems: [] };
  const syntax = firstSlips(document)
    .slice(0, limits.problems)
    .map((error) => syntaxProblem(error, text));
  if (second !== undefined) syntax.push(severalDocuments(second, text.length));
  const { root, problems } = treeOf(document.contents, text);
  return { text, root, problems: firstOf([...syntax, ...problems]).slice(0, limits.problems) };
}

/** One slip makes the parser stumble over all that follows: the first one counts, and every tab. */
function firstSlips({ errors, warnings }: Document.Parsed): readonly YAMLError[] {
  const all = [...errors, ...warnings];
  const isTab = ({ code }: YAMLError): boolean => code === 'TAB_AS_INDENT';
  const [first] = all.toSorted((a, b) => a.pos[0] - b.pos[0]);
  return all.filter((error) => isTab(error) || error === first);
}

/** Of what is torn and what is told twice only the first is sure: what follows may be its consequence. */
function firstOf(problems: readonly Problem[]): readonly Problem[] {
  const torn = problems.filter(({ code }) => code === 'yaml-syntax' || code === 'yaml-tab');
  const first = Math.min(...torn.map(({ range }) => range.start));
  const slip = problems.find(({ code, range }) => code === 'yaml-syntax' && range.start === first);
  return problems.filter((problem) =>
    problem.code === 'yaml-syntax'
      ? problem === slip
      : problem.code !== 'duplicate-key' || problem.range.start < first,
  );
}

const severalDocuments = (second: Document.Parsed, length: number): Problem => ({
  code: 'several-documents',
  severity: 'error',
  message: say`A second YAML document begins here; a recipe is one document. Remove the \`---\` or split the file.`,
  range: inside(second.range[0], second.range[0] + 1, length),
});

function refused(text: string, code: string, message: string): RecipeDocument {
  const range = { start: 0, end: Math.min(text.length, firstLine(text)) };
  return { text, root: null, problems: [{ code, severity: 'error', message, range }] };
}

function firstLine(text: string): number {
  const end = text.slice(0, 200).search(/[\r\n]/);
  return end < 0 ? 200 : end;
}

const inside = (start: number, end: number, length: number) => {
  const from = Math.min(Math.max(start, 0), length);
  return { start: from, end: Math.min(Math.max(end, from), length) };
};
