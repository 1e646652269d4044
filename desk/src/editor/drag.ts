// Items of the outline are dragged onto another: a question takes that one's place, a section another section's.
export function dragItems(root: HTMLElement, drop: (path: string, target: string) => void): void {
  let dragged = ''
  const over = (event: DragEvent): string | undefined => {
    const path = (event.target as HTMLElement).closest<HTMLElement>('.fe-item[draggable]')?.dataset.path
    const fits = path !== undefined && path !== dragged && (dragged.includes('.') || !path.includes('.'))
    return dragged && fits ? path : undefined
  }
  root.addEventListener('dragstart', (event) => {
    dragged = (event.target as HTMLElement).closest<HTMLElement>('.fe-item')?.dataset.path ?? ''
    event.dataTransfer?.setData('text/plain', dragged)
  })
  root.addEventListener('dragover', (event) => over(event) && event.preventDefault())
  root.addEventListener('drop', (event) => {
    const target = over(event)
    if (!target) return
    event.preventDefault()
    drop(dragged, target)
    dragged = ''
  })
}
