import type { Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Problem } from '../../protocol/problem.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

/** Numbers of the protocol. */
const severities: Readonly<Record<Problem['severity'], DiagnosticSeverity>> = {
  error: 1,
  warning: 2,
  information: 3,
  hint: 4,
};
const unnecessary: DiagnosticTag = 1;

export const source = 'Retort';

/** What an editor shows of a recipe's problems. @param page address of the page that explains a code */
export const diagnostics = (
  snapshot: Snapshot,
  uri: string,
  page: (code: string) => string,
): readonly Diagnostic[] =>
  snapshot.problems.map((problem) => ({
    range: rangeOf(snapshot, problem.range),
    severity: severities[problem.severity],
    code: problem.code,
    codeDescription: { href: page(problem.code) },
    source,
    message: problem.message,
    ...(problem.code.startsWith('unused-') ? { tags: [unnecessary] } : {}),
    ...(problem.related === undefined ? {} : { relatedInformation: related(snapshot, uri, problem.related) }),
  }));

const related = (snapshot: Snapshot, uri: string, places: NonNullable<Problem['related']>) =>
  places.map(({ message, range }) => ({ message, location: { uri, range: rangeOf(snapshot, range) } }));
