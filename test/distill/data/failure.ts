import { RetortError } from '../../../server/protocol/failure.ts';

/** The RetortError that a promise rejects with. Throws when it resolves, or rejects with anything else. */
export async function failureOf(promise: Promise<unknown>): Promise<RetortError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof RetortError) return error;
    throw error;
  }
  throw new Error('Nothing failed.');
}
