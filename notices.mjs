// The licences of the packages that are shipped, as one text.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The package that a path lies in, or null where it is our own. */
export function packageOf(path) {
  const found = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path.replaceAll('\\', '/'));
  return found === null ? null : found[0];
}

/** A section a package: name, version, licence and the texts that it asks to be kept. Takes the folders of packages. */
export function notices(folders) {
  const unique = [...new Set(folders.filter((folder) => folder !== null))].sort();
  const sections = unique.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const texts = readdirSync(folder)
      .filter((file) => /^(licen[cs]e|notice|third[-_ ]?party)/i.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return [`## ${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  return `# Third-party notices\n\nRetort is shipped with these packages.\n\n${sections.join('\n\n')}\n`;
}
