import { CompletionItemKind } from 'vscode-languageserver';
import type { Catalogue } from '../../recipe/catalogue.ts';
import { absolute } from '../../recipe/paths.ts';
import { textAt } from '../../recipe/read/located.ts';
import type { Listed, Lookup } from './lookup.ts';
import type { Proposal } from './proposal.ts';
import type { Spot, ValueWriting } from './spot.ts';

type PathTarget = NonNullable<Catalogue['sources'][number]['paths'][string]>;

/** What a path may lead to. Every folder may be gone into. */
interface Target extends PathTarget {
  /** A folder is wanted that holds a file of this name. */
  readonly holding?: string;
}

/** What a value names, by its schema or by the descriptor of its data or network; null where that is no path. */
function targetAt({ rule }: ValueWriting, spot: Spot): Target | null {
  if (rule.retort === 'reference' && rule.to === 'path') return { endings: rule.endings ?? [] };
  const key = spot.path.at(-1) ?? '';
  const owner = spot.steps.at(-2)?.node;
  const { sources, networks } = spot.snapshot.catalogue;
  const { paths } = sources.find(({ source }) => source === textAt(owner, 'source')?.value) ?? {};
  const { jsonFiles } = networks.find(({ kind }) => kind === textAt(owner, 'kind')?.value) ?? {};
  const target = ownOf(paths, key);
  if (target !== undefined) return target;
  const inside = ownOf(jsonFiles, key);
  if (inside === undefined) return null;
  return inside === null ? { endings: ['.json'] } : { endings: [], holding: inside };
}

const ownOf = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;

/** Files and folders where a path is being written, in the folder that it names so far. */
export async function files(writes: ValueWriting, spot: Spot, look: Lookup): Promise<readonly Proposal[]> {
  const target = targetAt(writes, spot);
  if (target === null) return [];
  const { text, facts } = spot.snapshot;
  const written = text.slice(spot.range.start, spot.range.end).replace(/^["']|["']$/g, '');
  const folder = written.slice(0, written.lastIndexOf('/') + 1);
  const hidden = written.startsWith('.', folder.length);
  const listed = await look.list(absolute(facts, folder === '' ? '.' : folder)).catch(() => []);
  const shown = listed.filter(({ name }) => hidden || !name.startsWith('.'));
  return [
    ...itself(listed, folder, target),
    ...shown.flatMap((entry) => (entry.folder ? subfolder(entry, folder) : file(entry, folder, target))),
  ];
}

/** The folder that is written already, where it is what is wanted. */
const itself = (listed: readonly Listed[], folder: string, { holding }: Target): readonly Proposal[] =>
  holding !== undefined && listed.some(({ name, folder: isFolder }) => name === holding && !isFolder)
    ? [{ label: folder || './', kind: CompletionItemKind.Folder, detail: holding, rank: 0 }]
    : [];

const subfolder = ({ name }: Listed, folder: string): readonly Proposal[] => [
  { label: `${folder}${name}/`, kind: CompletionItemKind.Folder, goesOn: true },
];

function file({ name }: Listed, folder: string, { endings, isBeginning }: Target): readonly Proposal[] {
  const ending = endings.find((each) => name.endsWith(each));
  if (ending === undefined || name === ending) return [];
  const path = isBeginning === true ? name.slice(0, -ending.length) : name;
  return [{ label: `${folder}${path}`, kind: CompletionItemKind.File, rank: 0 }];
}
