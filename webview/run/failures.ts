import type { Failure } from '../../server/protocol/problem.ts';
import type { Text } from '../text/index.ts';
import { HostFailure } from './host.ts';

/** What to tell about something that was thrown. */
export const failureOf = (error: unknown, text: Text): Pick<Failure, 'message' | 'next'> =>
  error instanceof HostFailure
    ? error.failure
    : { message: error instanceof Error ? error.message : String(error), next: text.loading.slowNext };
