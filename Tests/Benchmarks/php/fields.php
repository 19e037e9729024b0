<?php
// The fields of the profile and of the studio configuration, and what the database's text means.
declare(strict_types=1);

const PROFILE = [
    'full_name' => 'text', 'organization_name' => 'text', 'industry' => 'text', 'timezone' => 'text',
    'locale' => 'text', 'marketing_opt_in' => 'bool', 'accept_terms' => 'bool',
];
const STUDIO_CONFIG = [
    'persona' => 'text', 'job_to_be_done' => 'text', 'languages' => 'json', 'tone' => 'text', 'guidelines' => 'text',
    'strategy' => 'text', 'number' => 'text', 'business_hours' => 'text', 'fallback_email' => 'text',
    'calendar' => 'text', 'workspace_apps' => 'json', 'crm' => 'text', 'plan' => 'text', 'seats' => 'integer',
];
const DEFAULTS = ['marketing_opt_in' => 'false', 'accept_terms' => 'false', 'plan' => "'free'", 'seats' => '1'];
const SQL_TYPES = ['text' => 'text', 'bool' => 'boolean', 'json' => 'jsonb', 'integer' => 'integer'];

function typed(array $row, array $fields): array
{
    $answer = [];
    foreach ($fields as $name => $type) {
        $value = $row[$name];
        $answer[$name] = $value === null ? null : match ($type) {
            'bool' => $value === 't',
            'json' => json_decode($value),
            'integer' => (int) $value,
            default => $value,
        };
    }
    return $answer;
}

/** Updates the given fields only; null goes back to the column's default. */
function patch(array $caller, array $fields, string $also): ?array
{
    $body = json_decode(file_get_contents('php://input'), true);
    $set = ['updated_at = now()'];
    $values = $caller;
    foreach (array_intersect_key($fields, $body) as $name => $type) {
        $value = $body[$name];
        $values[] = is_array($value) ? json_encode($value) : (is_bool($value) ? ($value ? 't' : 'f') : $value);
        $parameter = '$' . count($values) . '::' . SQL_TYPES[$type];
        $set[] = "$name = coalesce($parameter, " . (DEFAULTS[$name] ?? 'null') . ')';
    }
    $columns = implode(', ', array_keys($fields));
    return row(
        'update users u set ' . implode(', ', $set) . ' where ' . CALLER . " returning $columns, $also"
            . utc('updated_at') . ' as updated_at',
        $values,
    );
}
