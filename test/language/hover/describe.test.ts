import { describe, expect, test } from 'vitest';
import { builtIn } from '../../../server/recipe/catalogue.ts';
import {
  describeLoss,
  describeMaker,
  describeNetwork,
  describeSource,
} from '../../../server/language/hover/describe.ts';
import { look } from '../../../server/language/snapshot.ts';
import { gather } from '../../../server/recipe/gather.ts';
import { parse } from '../../../server/recipe/parse.ts';
import { kd } from '../../../server/distill/losses/kd.ts';
import { changed, recipePath } from '../../recipe/recipes.ts';
import { cursorIn } from '../cursor-text.ts';
import { hoverAt } from './hover-text.ts';

describe.each(builtIn.losses.map((loss) => [loss.name, loss] as const))('the loss %s', (_name, loss) => {
  const text = describeLoss(loss);

  test('tells formula, floor, reduction, every parameter and every source', () => {
    expect(text).toContain(loss.formula);
    expect(text).toContain('Value when student equals teacher');
    expect(text).toContain(`Reduction: \`${loss.reduction}\``);
    for (const name of Object.keys(loss.parameters.properties)) expect(text).toContain(`\`${name}\``);
    expect(text.split('**Sources**')[1]?.match(/^- /gmu)).toHaveLength(loss.sources.length);
  });

  test('names toolkits with what they do differently', () => {
    for (const fact of loss.elsewhere ?? []) expect(fact).toMatch(/^[^:]+: .*[^.]$/u);
  });
});

test('networks, sources, optimizers and projections tell every parameter', () => {
  const described = [
    ...builtIn.networks.map((network) => [network.config, describeNetwork(network)] as const),
    ...builtIn.sources.map((source) => [source.config, describeSource(source)] as const),
    ...[...builtIn.optimizers, ...builtIn.projections].map(
      (made) => [made.parameters, describeMaker(made)] as const,
    ),
  ];
  for (const [{ properties }, text] of described)
    for (const name of Object.keys(properties)) expect(text).toContain(`\`${name}\``);
});

test('a loss that is added has its hover by its descriptor alone', async () => {
  const added = { ...kd, name: 'tomorrow', formula: 'z_s ↔ z_t', elsewhere: ['Nowhere: never done'] };
  const { text, offset } = cursorIn(changed(['loss: kd,', 'loss: tomor█row,']));
  const catalogue = { ...builtIn, losses: [...builtIn.losses, added] };
  const snapshot = look(text, await gather(parse(text), recipePath), catalogue);
  expect(hoverAt(snapshot, offset)?.text).toMatch(
    /\*\*`tomorrow`\*\*[^]*z_s ↔ z_t[^]*`temperature` = `4`[^]*Nowhere/u,
  );
});
