import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RetortError } from '../../server/protocol/failure.ts';
import { makeFolder } from '../../server/runs/durable.ts';

test.skipIf(!existsSync('/proc/self'))(
  'a file system that has no folder whatever is asked for is refused, not asked for ever',
  async () => {
    await expect(makeFolder('/proc/self/a/b')).rejects.toBeInstanceOf(RetortError);
  },
);
