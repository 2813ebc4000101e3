import { atLeast, roles, type Role } from "@/lib/auth/permissions";

type Props = {
  label: string;
  value: Role | null;
  /** The strongest role that may be given. */
  most: Role;
  disabled: boolean;
  onChange: (role: Role) => void;
  /** Where a role may be taken away again. */
  onNone?: () => void;
};

/** A role as a select; nothing is chosen where somebody has none of their own. */
export function RoleChoice({ label, value, most, disabled, onChange, onNone }: Props) {
  return (
    <select
      className="input role-choice"
      aria-label={label}
      value={value ?? ""}
      disabled={disabled}
      onChange={(event) => (event.target.value ? onChange(event.target.value as Role) : onNone?.())}
    >
      {value === null || onNone ? (
        <option value="" disabled={!onNone}>
          None
        </option>
      ) : null}
      {roles
        .filter((choice) => atLeast(most, choice))
        .map((choice) => (
          <option key={choice} value={choice}>
            {roleName(choice)}
          </option>
        ))}
    </select>
  );
}

/** A role in words. */
export function roleName(role: Role | null): string {
  return role === null ? "None" : role[0] + role.slice(1).toLowerCase();
}
