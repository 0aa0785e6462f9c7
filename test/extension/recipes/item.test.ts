import { expect, it } from 'vitest';
import { notSound, recipeItem } from '../../../extension/recipes/item.ts';
import { elsewhere, isListed, isRecipe } from '../../../extension/recipes/recipe-file.ts';
import { en } from '../../../extension/text/en.ts';

it('shows a recipe by its name, with its folder behind', () => {
  expect(recipeItem('vision/small/digits.distill.yaml', undefined, en)).toEqual({
    label: 'digits',
    description: 'vision/small',
    icon: 'beaker',
  });
});

it('counts problems, not hints', () => {
  const problems = [{ severity: 'error' }, { severity: 'warning' }, { severity: 'hint' }] as const;
  expect(recipeItem('a.distill.yaml', problems, en)).toMatchObject({
    description: '2 problems',
    icon: 'error',
  });
});

it('counts of what keeps a recipe from running the errors alone', () => {
  const problems = [{ severity: 'error' }, { severity: 'warning' }, { severity: 'warning' }] as const;
  expect(notSound('a', problems, en)).toBe('a has an error and cannot run.');
  expect(notSound('a', [...problems, { severity: 'error' }], en)).toBe('a has 2 errors and cannot run.');
});

it('says of a recipe without problems that it is fine', () => {
  expect(recipeItem('a.distill.yaml', [{ severity: 'information' }], en)).toMatchObject({
    description: '',
    icon: 'pass',
  });
});

it('takes files on a disk for recipes, and no copies in runs', () => {
  const is = (path: string, scheme = 'file') => isRecipe({ scheme, path });
  expect(is('/w/a.distill.yaml')).toBe(true);
  expect(is('/w/.retort/runs/x/recipe.distill.yaml')).toBe(false);
  expect(is('/w/a.yaml')).toBe(false);
  expect(is('/w/a.distill.yaml', 'git')).toBe(false);
});

it('lists no recipe of a package, a run or a build, and hears of none', () => {
  for (const folder of elsewhere) expect(isListed(`a/${folder}/b/small.distill.yaml`), folder).toBe(false);
  expect(isListed('a/distillation/small.distill.yaml')).toBe(true);
  expect(isListed('small.distill.yaml')).toBe(true);
});
