import type { Socket } from 'node:net';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import { frame, FrameDecoder, FrameError } from './frames.ts';

/** JSON-RPC messages from the frames of a socket. The first frame that isn't one is an error and the last that is read. */
export class FrameReader extends AbstractMessageReader implements MessageReader {
  readonly #socket: Socket;
  readonly #decoder: FrameDecoder;

  /** @param cap largest frame, in bytes; looked at before anything of it is kept. */
  constructor(socket: Socket, cap: number) {
    super();
    this.#socket = socket;
    this.#decoder = new FrameDecoder(cap);
  }

  override listen(take: (message: Message) => void): Disposable {
    const onData = (chunk: Buffer): void => {
      this.#decoder.push(chunk);
      try {
        for (let next = this.#decoder.next(); next !== null; next = this.#decoder.next()) take(message(next));
      } catch (error) {
        stop();
        this.fireError(error);
      }
    };
    const onClose = (): void => this.fireClose();
    const stop = (): void => void this.#socket.off('data', onData);
    this.#socket.on('data', onData).on('close', onClose);
    this.#socket.resume();
    return {
      dispose: () => {
        stop();
        this.#socket.off('close', onClose);
      },
    };
  }
}

function message(content: Buffer): Message {
  let value: unknown;
  try {
    value = JSON.parse(content.toString('utf8'));
  } catch {
    throw new FrameError('A frame that is not JSON.');
  }
  if (isMessage(value)) return value;
  throw new FrameError('A frame that is not a JSON-RPC message.');
}

/** What the library looks at without looking whether it is there. */
const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' &&
  value !== null &&
  'jsonrpc' in value &&
  value.jsonrpc === '2.0' &&
  ('method' in value ? typeof value.method === 'string' : 'id' in value);

/** JSON-RPC messages into the frames of a socket. */
export class FrameWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('error', (error) => this.fireError(error));
    socket.on('close', () => this.fireClose());
  }

  write(content: Message): Promise<void> {
    const bytes = frame(JSON.stringify(content));
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  end(): void {
    this.#socket.end();
  }
}
