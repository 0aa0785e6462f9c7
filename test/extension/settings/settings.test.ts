import { expect, it } from 'vitest';
import { defaults, settingsFrom } from '../../../extension/settings/settings.ts';
import { backends } from '../../../server/backends/index.ts';
import { manifest } from '../manifest.ts';

const { properties } = manifest.contributes.configuration;

it('are declared in package.json with the same defaults, and no others are', () => {
  const declared = Object.fromEntries(
    Object.entries(properties).map(([name, { default: value }]) => [name.replace(/^retort\./, ''), value]),
  );
  expect(declared).toEqual(defaults);
});

it('offer every backend', () => {
  expect(properties['retort.backend']?.enum).toEqual(['auto', ...backends.map(({ name }) => name)]);
});

it('belong to the machine where they name programs, and wait for trust where a workspace could set them', () => {
  expect(properties['retort.nodePath']?.scope).toBe('machine');
  expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain('retort.nodePath');
});

it('are the defaults where what is configured is nothing or of another type', () => {
  expect(settingsFrom(() => undefined)).toEqual(defaults);
  expect(settingsFrom(() => ({}))).toEqual(defaults);
});

it('are of the types that package.json states', () => {
  const types = Object.entries(properties).map(([name, { type }]) => [name.replace(/^retort\./, ''), type]);
  const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);
  expect(
    Object.fromEntries(types.map(([name, type]) => [name, type === 'integer' ? 'number' : type])),
  ).toEqual(Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, typeOf(value)])));
});

it('have the bounds that package.json states', () => {
  const bounds = Object.values(properties).flatMap(({ minimum, maximum }) =>
    minimum === undefined ? [] : [[minimum, maximum]],
  );
  const numbers = Object.entries(defaults).flatMap(([name, value]) =>
    typeof value === 'number' ? [name] : [],
  );
  const read = (configured: number) => {
    const settings: Readonly<Record<string, unknown>> = settingsFrom(() => configured);
    return numbers.map((name) => settings[name]);
  };
  expect(read(-1e9)).toEqual(bounds.map(([minimum]) => minimum));
  expect(read(1e9)).toEqual(bounds.map(([, maximum]) => maximum));
});

it('stay within their bounds', () => {
  const configured = { slots: 1000, niceness: -5, threads: 2.4, modelFolders: ['/a', 3] };
  expect(settingsFrom((name) => Object.entries(configured).find(([key]) => key === name)?.[1])).toMatchObject(
    {
      slots: 64,
      niceness: 0,
      threads: 2,
      modelFolders: ['/a'],
    },
  );
});
