import { codes } from '../../recipe/codes.ts';
import { failureCodes } from '../failure-codes.ts';

/** A section each, so that the editor can open the page at a code. */
const sections = (meanings: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(meanings).flatMap(([code, meaning]) => [`### \`${code}\``, meaning, '']);

/** `docs/problems.md`: what each code means, of a problem in a recipe and of a failure elsewhere. */
export const problemReference = (): string =>
  [
    '# Problems',
    'Made from `server/recipe/codes.ts` and `server/cli/failure-codes.ts` by `npm run docs`; do not edit.',
    '',
    '## In a recipe',
    'What `retort check` and the editor find, each at its place.',
    '',
    ...sections(codes),
    '## Elsewhere',
    'What data, checkpoints, disks, runs and command lines can do wrong. Each names the place and what to do next.',
    '',
    ...sections(failureCodes),
  ].join('\n');
