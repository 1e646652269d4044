/** Every word asked for occurs in the row's search text (name, pinyin, initials, code, phone). */
export function matches(search: string, query: string): boolean {
  const text = search.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
