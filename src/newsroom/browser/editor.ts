// The editor's page: a form that works without this script.

const textareas = document.querySelectorAll<HTMLTextAreaElement>('#draft textarea[data-editor]');
if (textareas.length > 0) {
  const { replaceTextarea } = await import('./codemirror.ts');
  for (const textarea of textareas) replaceTextarea(textarea);
}

export {};
