/** Entry of the loader thread: owns the sources, the decoder and the cache of decoded images, and answers with batches. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { RetortError } from '../../protocol/failure.ts';
import type { ImageDecoder } from '../../distill/ports.ts';
import { nodeFiles } from '../../recipe/files.ts';
import { decodeImage } from './decode.ts';
import { loading } from './loading.ts';
import { sendable, type LoaderData, type LoaderReply, type LoaderRequest } from './messages.ts';
import { languageOf } from '../../text/language.ts';
import { say, speak } from '../../text/say.ts';

if (isMainThread || parentPort === null)
  throw new Error('The loader runs as a thread of the training worker.');
const port = parentPort;
await speak(languageOf(process.env));
const { plan, cacheBytes } = workerData as LoaderData;
const reply = (message: LoaderReply, transfer: ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer);

let closing = false;
/** Ends a pass over all images when the thread is to end. */
const decode: ImageDecoder = (encoded, shape) =>
  closing
    ? Promise.reject(
        new RetortError({
          code: 'closed',
          message: say`The data were closed.`,
          next: say`Start the run again.`,
        }),
      )
    : decodeImage(encoded, shape);

const data = loading(plan, {
  files: nodeFiles,
  decode,
  cacheBytes,
  warn: (warning) => reply({ type: 'warning', warning }),
});

port.on('message', (request: LoaderRequest) => {
  switch (request.type) {
    case 'batch':
      void answer(request);
      return;
    case 'close':
      closing = true;
      // Without its port nothing keeps the thread once the images in flight are done.
      port.close();
  }
});

async function answer({ id, wanted }: Extract<LoaderRequest, { type: 'batch' }>): Promise<void> {
  try {
    const batch = await data.batch(wanted);
    const arrays = [...Object.values(batch.fields).map((field) => field.data), batch.ids];
    reply(
      { type: 'batch', id, batch },
      arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer),
    );
  } catch (error) {
    reply({ type: 'failed', id, error: sendable(error) });
  }
}
