import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ending } from '../../extension/recipes/recipe-file.ts';

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const { contributes, activationEvents } = json('package.json') as {
  readonly contributes: {
    readonly languages: readonly {
      readonly id: string;
      readonly extensions: readonly string[];
      readonly configuration: string;
      readonly icon: { readonly light: string; readonly dark: string };
    }[];
    readonly grammars: readonly {
      readonly language: string;
      readonly scopeName: string;
      readonly path: string;
    }[];
  };
  readonly activationEvents: readonly string[];
};
const [language] = contributes.languages;
const [grammar] = contributes.grammars;

it('gives recipes a language of their own, so that other extensions for YAML leave them alone', () => {
  expect(contributes.languages).toHaveLength(1);
  expect(language?.id).toBe('distill-recipe');
  expect(language?.extensions).toEqual([ending]);
  expect(activationEvents).not.toContain('onLanguage:yaml');
});

it('colours recipes as YAML under a scope of their own', () => {
  expect(grammar?.language).toBe('distill-recipe');
  expect(json(grammar?.path ?? '')).toEqual({
    name: 'Distillation Recipe',
    scopeName: grammar?.scopeName,
    patterns: [{ include: 'source.yaml' }],
  });
});

it('names files that are there', () => {
  for (const path of [language?.configuration, language?.icon.light, language?.icon.dark, grammar?.path]) {
    expect(existsSync(path ?? ''), path).toBe(true);
  }
});

it('has a configuration whose patterns are patterns', () => {
  const { wordPattern, indentationRules } = json(language?.configuration ?? '') as {
    readonly wordPattern: { readonly pattern: string; readonly flags: string };
    readonly indentationRules: Readonly<Record<string, string>>;
  };
  expect('weight: 0.5 %'.match(new RegExp(wordPattern.pattern, `g${wordPattern.flags}`))).toEqual([
    'weight',
    '0.5',
    '%',
  ]);
  const deeper = new RegExp(indentationRules.increaseIndentPattern ?? '', 'u');
  for (const line of ['models:', '  - losses:', '  base: &base', '  text: |', 'data: # of it'])
    expect(line).toMatch(deeper);
  for (const line of ['train: big', '# models:', '- name: teach']) expect(line).not.toMatch(deeper);
});
