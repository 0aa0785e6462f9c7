import { randomInt } from 'node:crypto';
import type { Plan } from '../distill/plan.ts';
import { createRun, type RunDirectory } from '../runs/directory.ts';
import { versions } from './package-files.ts';

/** Makes the directory of a run of a plan, with what this process knows. Throws as `createRun`. */
export const newRun = (workspace: string, recipeText: string, plan: Plan): Promise<RunDirectory> =>
  createRun({
    workspace,
    recipeText,
    plan,
    versions: versions(),
    now: new Date(),
    random: randomLetters(4),
  });

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const randomLetters = (count: number): string =>
  Array.from({ length: count }, () => letters.charAt(randomInt(letters.length))).join('');
