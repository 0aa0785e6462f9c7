import { usage } from '../arguments.ts';
import type { Command } from '../command.ts';
import { say } from '../../text/say.ts';

export const languageServer: Command = {
  name: 'language-server',
  operands: [],
  options: {
    stdio: { summary: 'speak over standard input and output' },
    'node-ipc': { summary: "speak over Node.js's channel to the process that started this one" },
    clientProcessId: { value: 'PID', summary: 'end when this process ends' },
  },
  notes:
    'Any editor that speaks the Language Server Protocol can start it for *.distill.yaml; see docs/editors.md.',
  async run(given) {
    if (!given.given('stdio') && !given.given('node-ipc'))
      throw usage(languageServer, say`An editor starts this, with --stdio or --node-ipc.`);
    const { serveLanguage } = await import('../language-server.ts');
    return serveLanguage();
  },
};
