import { codes } from '../../recipe/codes.ts';

/** `docs/problems.md`: what each problem code of a recipe means. */
export const problemReference = (): string =>
  [
    '# Problems',
    'What `retort check` and the editor find in a recipe. Made from `server/recipe/codes.ts` by `npm run docs`; do not edit.',
    '',
    '| Code | Meaning |',
    '|---|---|',
    ...Object.entries(codes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
    '',
  ].join('\n');
