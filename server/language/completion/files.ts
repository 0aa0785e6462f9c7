import { CompletionItemKind } from 'vscode-languageserver';
import { absolute } from '../../recipe/paths.ts';
import { valueOf } from '../../recipe/node.ts';
import { textAt } from '../../recipe/read/located.ts';
import type { Listed, Lookup } from './lookup.ts';
import type { Proposal } from './proposal.ts';
import type { Spot, ValueWriting } from './spot.ts';

/** What a path may lead to: the text to write for a file, or null for one of no use. */
type Wanted = (file: string) => string | null;

const ending =
  (pattern: RegExp): Wanted =>
  (file) =>
    pattern.test(file) ? file : null;
const nothing: Wanted = () => null;

/** By the key that a path stands under, for data and networks by their kind too. Every folder may be gone into. */
const wanted: Readonly<Record<string, Wanted>> = {
  checkpoint: ending(/\.safetensors$/),
  store: nothing,
  // What both files of a pair begin with.
  'idx.path': (file) => /^(.+)-images[-.]idx3-ubyte$/.exec(file)?.[1] ?? null,
  'idx.imageFile': ending(/idx3-ubyte$/),
  'idx.labelFile': ending(/idx1-ubyte$/),
  'image-folder.path': ending(/\.tar$/),
  'layers-model.path': ending(/\.json$/),
  'huggingface.path': nothing,
};

/** Whether a value names a file or folder, and what is wanted there. */
function wantedAt({ rule }: ValueWriting, spot: Spot): Wanted | null {
  const key = spot.path.at(-1) ?? '';
  if (rule.retort === 'reference' && rule.to === 'path') return wanted[key] ?? ((file) => file);
  const { sources, networks } = spot.snapshot.catalogue;
  const owner = spot.steps.at(-2)?.node;
  const source = sources.find((other) => other.source === textAt(owner, 'source')?.value);
  const network = networks.find(
    ({ kind }) => valueOf(owner, 'kind') && kind === textAt(owner, 'kind')?.value,
  );
  const keys = source?.paths ?? Object.keys(network?.jsonFiles ?? {});
  if (!keys.includes(key)) return null;
  return wanted[`${source?.source ?? network?.kind ?? ''}.${key}`] ?? ((file) => file);
}

/** Files and folders where a path is being written, in the folder that it names so far. */
export async function files(writes: ValueWriting, spot: Spot, look: Lookup): Promise<readonly Proposal[]> {
  const wants = wantedAt(writes, spot);
  if (wants === null) return [];
  const { text, facts } = spot.snapshot;
  const written = text.slice(spot.range.start, spot.range.end).replace(/^["']|["']$/g, '');
  const folder = written.slice(0, written.lastIndexOf('/') + 1);
  const hidden = written.startsWith('.', folder.length);
  const listed = await look.list(absolute(facts, folder === '' ? '.' : folder)).catch(() => []);
  return listed
    .filter(({ name }) => hidden || !name.startsWith('.'))
    .flatMap((entry) => proposal(entry, folder, wants) ?? []);
}

function proposal({ name, folder: isFolder }: Listed, folder: string, wants: Wanted): Proposal | null {
  if (isFolder) return { label: `${folder}${name}/`, kind: CompletionItemKind.Folder, goesOn: true };
  const path = wants(name);
  return path === null ? null : { label: `${folder}${path}`, kind: CompletionItemKind.File, rank: 0 };
}
