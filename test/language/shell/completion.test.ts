import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { CompletionItem, InitializeParams } from 'vscode-languageserver';
import type { LanguagePorts } from '../../../server/language/shell/ports.ts';
import { positionAt } from '../../../server/recipe/position.ts';
import { changed, recipePath } from '../../recipe/recipes.ts';
import { cursorIn } from '../cursor-text.ts';
import type { PlainClient } from './plain-client.ts';
import { served } from './served.ts';

const uri = pathToFileURL(recipePath).href;

let client: PlainClient;
afterEach(() => client.end());

/** What a client is offered at the cursor █. */
async function offered(
  marked: string,
  settings?: InitializeParams['initializationOptions'],
  ports: Partial<LanguagePorts> = {},
): Promise<readonly CompletionItem[]> {
  client = served(ports);
  await client.initialize({ folders: [process.cwd()], settings });
  const { text, offset } = cursorIn(marked);
  client.open(uri, text);
  // With the first problems of files what they say is known.
  await client.problems(uri);
  const position = positionAt(text, offset);
  return (await client.ask('textDocument/completion', {
    textDocument: { uri },
    position,
  })) as CompletionItem[];
}

const explained = (item: CompletionItem | undefined) =>
  client.ask('completionItem/resolve', item) as Promise<CompletionItem>;

const named = (items: readonly CompletionItem[], name: string) => items.find(({ label }) => label === name);

describe('an item of completion', () => {
  test('says what it is about when it is looked at', async () => {
    const item = named(await offered(changed(['loss: kd', 'loss: █'])), 'kd');
    expect(item).not.toHaveProperty('documentation');
    const { documentation } = await explained(item);
    expect(documentation).toMatchObject({
      kind: 'markdown',
      value: expect.stringContaining('Hinton') as unknown,
    });
  });

  test('says it too while its word is written on, or taken back', async () => {
    const item = named(await offered(changed(['loss: kd,', 'loss: k█,'])), 'kd');
    for (const word of ['kd-f', '']) {
      client.write(uri, changed(['loss: kd,', `loss: ${word},`]));
      expect((await explained(item)).documentation).toBeDefined();
    }
  });

  test('stays as it is when it is offered no more, or its recipe was closed', async () => {
    const item = named(await offered(changed(['loss: kd', 'loss: █'])), 'kd');
    client.write(uri, '');
    expect(await explained(item)).toEqual(item);
    client.close(uri);
    expect(await explained(item)).toEqual(item);
  });

  test('that is a folder opens the list again, in an editor that has the command', async () => {
    const text = changed(['{ kind: lenet5 }', '{ kind: lenet5 }, checkpoint: ../█']);
    const folder = async (settings?: unknown) => named(await offered(text, settings), '../recipe/');
    expect(await folder()).not.toHaveProperty('command');
    client.end();
    expect(await folder({ commands: true })).toMatchObject({
      command: { command: 'editor.action.triggerSuggest' },
    });
  });

  test('that is a whole recipe brings its data, where our extension can lay them beside it', async () => {
    const ports: Partial<LanguagePorts> = {
      templates: (_, data) => Promise.resolve([{ title: 'Digits', summary: '', text: `# ${data}\n` }]),
    };
    const plain = named(await offered('█', undefined, ports), 'Digits');
    expect(plain).not.toHaveProperty('command');
    expect(plain).toMatchObject({ textEdit: { newText: '# bundled\n' } });
    client.end();
    expect(named(await offered('█', { commands: true }, ports), 'Digits')).toMatchObject({
      textEdit: { newText: '# beside\n' },
      command: { command: 'retort.bringSampleData', arguments: [uri] },
    });
  });
});
