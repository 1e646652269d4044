// A hint picture is taken in by the server at once; returns its SHA-256, or nothing where there is no picture.
export async function keepPicture(input: HTMLInputElement): Promise<string | undefined> {
  const [file, url] = [input.files?.[0], input.dataset.picture]
  if (!file || !url) return undefined
  const token = JSON.parse(document.body.getAttribute('hx-headers') ?? '{}') as Record<string, string>
  const response = await fetch(url, { method: 'POST', headers: { ...token, 'Content-Type': file.type }, body: file })
  const told = (await response.json().catch(() => ({}))) as { sha256?: string; detail?: string }
  if (!told.sha256) alert(told.detail ?? response.statusText)
  return told.sha256
}
