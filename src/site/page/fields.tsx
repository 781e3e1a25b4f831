/** Lists the fields of a format with what each means. */
export function Fields({ fields }: { fields: [string, string][] }) {
  return (
    <dl class="feeds">
      {fields.map(([name, meaning]) => (
        <>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>{meaning}</dd>
        </>
      ))}
    </dl>
  );
}
