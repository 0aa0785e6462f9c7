import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { frame, FrameDecoder, largestFrame } from './frames.ts';
import { say } from '../../text/say.ts';

/**
 * Server and client prove to each other that they know the secret, without showing it: each answers the other's nonce
 * with an HMAC over both nonces. Before that nothing else is read. The words keep one side's proof from being sent
 * back as the other's.
 */

const nonceBytes = 32;
const proofBytes = 32;

const proof = (secret: Buffer, side: 'client' | 'server', nonces: readonly Buffer[]): Buffer => {
  const hmac = createHmac('sha256', secret).update(`retort ${side} `);
  for (const nonce of nonces) hmac.update(nonce);
  return hmac.digest();
};

/** Whoever is at the other end doesn't know the secret, says nothing or something else, or has gone. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
}

/** The server's part. Throws HandshakeError, FrameError. */
export function welcome(socket: Socket, secret: Buffer, limitMs: number): Promise<void> {
  return talking(socket, limitMs, async (next) => {
    const own = randomBytes(nonceBytes);
    socket.write(frame(own));
    const answer = await next();
    const [theirs, proven] = [answer.subarray(0, nonceBytes), answer.subarray(nonceBytes)];
    check(theirs.length, nonceBytes);
    compare(proven, proof(secret, 'client', [own, theirs]));
    socket.write(frame(proof(secret, 'server', [own, theirs])));
  });
}

/** The client's part. Throws HandshakeError, FrameError. */
export function introduce(socket: Socket, secret: Buffer, limitMs: number): Promise<void> {
  return talking(socket, limitMs, async (next) => {
    const theirs = await next();
    check(theirs.length, nonceBytes);
    const own = randomBytes(nonceBytes);
    socket.write(frame(Buffer.concat([own, proof(secret, 'client', [theirs, own])])));
    compare(await next(), proof(secret, 'server', [theirs, own]));
  });
}

function check(length: number, expected: number): void {
  if (length !== expected)
    throw new HandshakeError(say`${length} bytes came where ${expected} were expected.`);
}

function compare(given: Buffer, expected: Buffer): void {
  check(given.length, proofBytes);
  if (!timingSafeEqual(given, expected)) throw new HandshakeError(say`The other side has another secret.`);
}

/** Reads frames from a socket for a while, and leaves it paused with what came after them. */
async function talking(
  socket: Socket,
  limitMs: number,
  talk: (next: () => Promise<Buffer>) => Promise<void>,
): Promise<void> {
  const decoder = new FrameDecoder(largestFrame.handshake);
  let failure: Error | null = null;
  let wake: () => void = () => undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    wake();
  };
  const onData = (chunk: Buffer): void => {
    decoder.push(chunk);
    wake();
  };
  const onEnd = (): void => fail(new HandshakeError(say`The other side closed the connection.`));
  const onError = (error: Error): void => fail(new HandshakeError(error.message));
  const timer = setTimeout(
    () => fail(new HandshakeError(say`The other side said nothing in time.`)),
    limitMs,
  );
  socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
  const next = async (): Promise<Buffer> => {
    for (;;) {
      // What came before the connection ended may be all that was to come.
      const whole = decoder.next();
      if (whole !== null) return whole;
      if (failure !== null) throw failure;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  try {
    await talk(next);
  } finally {
    clearTimeout(timer);
    socket.pause();
    socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
  }
  const rest = decoder.rest();
  if (rest.length > 0) socket.unshift(rest);
}
