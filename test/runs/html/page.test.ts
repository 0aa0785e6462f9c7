import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createRun } from '../../../server/runs/directory.ts';
import { makeReport } from '../../../server/runs/report.ts';
import { speak } from '../../../server/text/say.ts';
import { examplePlan } from '../example-plan.ts';
import { exampleRun } from '../example-run.ts';
import { noon, temporaryFolder } from '../workspace.ts';

async function pageOf(recipe?: string): Promise<string> {
  const run = await exampleRun();
  if (recipe !== undefined) writeFileSync(join(run.path, 'recipe.distill.yaml'), recipe);
  await makeReport(run, { small: { '1': 0.3, '32': 0.9 } });
  return readFileSync(join(run.path, 'report.html'), 'utf8');
}

describe('the page', () => {
  test('forbids everything but its own style, which it knows by its hash', async () => {
    const page = await pageOf();
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
  });

  test('needs no script, nothing from elsewhere, and no style outside its sheet', async () => {
    const page = await pageOf();
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|https?:|\sstyle=|\son\w+=/i);
  });

  test('says first whether distillation helped', async () => {
    expect(await pageOf()).toContain(
      'Distillation raised test accuracy from 88.2\u202f% to 92.4\u202f% (+4.2 points, 3 of 3 seeds).',
    );
  });

  test('says with each time of day that it is UTC: without a script it can not know where it is read', async () => {
    const times = (await pageOf()).match(/\d{4}-\d\d-\d\d \d\d:\d\d\S*(?: UTC)?/g) ?? [];
    expect(times.length).toBeGreaterThan(0);
    for (const time of times) expect(time).toMatch(/ UTC$/);
  });

  test('names every picture, describes it, and has its numbers as a table', async () => {
    const page = await pageOf();
    const pictures = page.match(/<svg[^>]*role="img"[^]*?<\/svg>/g) ?? [];
    expect(pictures).toHaveLength(7);
    for (const picture of pictures) {
      expect(picture).toMatch(/<title>[^<]+<\/title>\s*<desc>[^<]+<\/desc>/);
    }
    const figures = page.match(/<figure[^]*?<\/figure>/g) ?? [];
    expect(figures).toHaveLength(pictures.length);
    for (const figure of figures) expect(figure).toMatch(/<details>[^]*<table>/);
  });

  test('tells lines apart by dashes and marks, not by colour alone', async () => {
    const page = await pageOf();
    const swatches = [...page.matchAll(/<li>(<svg class="swatch[^]*?<\/svg>)/g)].map(
      ([, swatch]) => swatch ?? '',
    );
    const legends = page.match(/<ul class="legend">[^]*?<\/ul>/g) ?? [];
    expect(swatches.length).toBeGreaterThan(8);
    for (const legend of legends) {
      const own = [...legend.matchAll(/<svg class="swatch[^]*?<\/svg>/g)].map(([swatch]) =>
        swatch.replace(/c\d/, ''),
      );
      expect(new Set(own).size).toBe(own.length);
    }
  });

  test('says what was compared', async () => {
    const page = (await pageOf()).replaceAll(/\s+/g, ' ');
    expect(page).toContain('same initial weights');
    expect(page).toContain('64 samples (64 of train)');
    expect(page).toContain('Trained once, with the first seed: teach.');
  });

  test('shows the recipe as it was written', async () => {
    const page = await pageOf('name: "<b>&"\n\tx: 1\n');
    expect(page).toContain('name: &quot;&lt;b&gt;&amp;&quot;\n\tx: 1\n</code>');
  });
});

describe('the language of the page', () => {
  afterEach(() => speak('en'));

  /** Latin words of all that is read, also of pictures, but the recipe and the line that begins with the run's id. */
  const words = (page: string): readonly string[] =>
    page
      .replaceAll(/<style>[^]*?<\/style>|<pre[^]*?<\/pre>|<p class="meta">[^]*?<\/p>/g, '')
      .replaceAll(/<[^>]*>/g, '\n')
      .match(/\p{Script=Latin}{2,}/gu) ?? [];

  /** What runs, stages, models, data, terms, taps and files are called, the metric, and units. */
  const names = new Set([
    ...['MNIST', 'from', 'labels', 'distil', 'teach', 'big', 'small', 'train', 'val', 'test', 'idx', 'cpu'],
    ...['hard', 'kd', 'shape', 'hint', 'logits', 'hidden', 'features', 'Retort', 'plan', 'json'],
    ...['recipe', 'distill', 'yaml', 'attempts', 'accuracy', 'Accuracy', 'CKA', 'kB', 'ms'],
  ]);

  test('is English where nothing else is asked for', async () => {
    const page = await pageOf();
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<title>MNIST from 600 labels – Retort report</title>');
    expect(page).not.toMatch(/\p{Script=Han}/u);
  });

  test('is that of the process that writes it, from the title to the foot', async () => {
    await speak('zh-cn');
    const page = await pageOf();
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('<title>MNIST from 600 labels – Retort 报告</title>');
    expect(page).toContain(
      '蒸馏使 test 上的准确率从 88.2\u202f% 提高到 92.4\u202f%（+4.2 个百分点，3 个种子中有 3 个）。',
    );
    expect(words(page).filter((word) => !names.has(word))).toEqual([]);
  });

  test('changes no figure', async () => {
    const figures = (page: string) =>
      [...page.matchAll(/<td>([^<]*)<\/td>/g)].map(([, cell = '']) => cell.replace(/ \D+$/, ''));
    const english = figures(await pageOf());
    await speak('zh-cn');
    expect(figures(await pageOf())).toEqual(english);
  });
});

const attack = `</title></style><script>alert(1)</script><img src=x onerror=alert(1)>"'&`;

test('no name of a run, stage, model, term, tap or data set becomes markup', async () => {
  const text = JSON.stringify(examplePlan)
    .replaceAll('MNIST from 600 labels', 'NAME')
    .replaceAll(
      /"(distil|small|big|val|test|kd|logits)("|\/)/g,
      (_, word: string, end: string) => `"${word}ATTACK${end}`,
    )
    .replaceAll(/NAME|ATTACK/g, JSON.stringify(attack).slice(1, -1));
  const plan = { ...examplePlan, ...Object(JSON.parse(text)) } as typeof examplePlan;
  const run = await createRun({
    workspace: temporaryFolder(),
    recipeText: attack,
    plan,
    versions: {},
    now: noon,
    random: 'abcd',
  });
  await makeReport(run, {});
  const page = readFileSync(join(run.path, 'report.html'), 'utf8');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/<script|<img/);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(page.match(/<\/title>/g)).toHaveLength(1);
});
