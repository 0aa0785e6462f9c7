/**
 * The folder that paths on the command line are meant from. npm starts a script in the package's root and keeps where
 * the user stood in INIT_CWD. `script` is the program's own name in package.json: another script that starts the
 * program, as `npm start`, names its files from the root.
 */
export const standing = (script: string, env: NodeJS.ProcessEnv = process.env): string =>
  (env.npm_lifecycle_event === script ? env.INIT_CWD : undefined) ?? process.cwd();
