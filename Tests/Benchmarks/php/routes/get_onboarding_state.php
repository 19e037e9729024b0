<?php
declare(strict_types=1);

const STEPS = [
    'profile' => ['full_name', 'organization_name', 'industry', 'timezone', 'locale', 'accept_terms'],
    'vapi' => [],
    'ava' => ['persona', 'job_to_be_done', 'languages', 'tone', 'guidelines'],
    'twilio' => [],
    'telephony' => ['strategy', 'business_hours', 'fallback_email'],
    'integrations' => ['calendar', 'workspace_apps', 'crm'],
    'assistant' => [],
    'plan' => ['plan', 'seats'],
    'done' => [],
];

function steps(array $answers, array $onboarding, array $missing): array
{
    $skipped = [
        'vapi' => $onboarding['onboarding_vapi_skipped'],
        'twilio' => $onboarding['onboarding_twilio_skipped'],
    ];
    $steps = [];
    foreach (STEPS as $id => $names) {
        $missing[$id] ??= array_values(array_filter($names, fn ($name) => !$answers[$name]));
        $status = !$missing[$id] ? 'done' : (($skipped[$id] ?? false) ? 'skipped' : 'todo');
        $steps[] = ['id' => $id, 'number' => count($steps) + 1, 'status' => $status, 'missing' => $missing[$id]];
    }
    return $steps;
}

function account_sid_preview(?string $sid): ?string
{
    return $sid === null ? null : (strlen($sid) >= 8 ? substr($sid, 0, 2) . '****' . substr($sid, -4) : '****');
}

function get_onboarding_state(array $caller): ?array
{
    $row = row(
        'select u.*, ' . utc('u.updated_at') . ' as changed_at,
                v.id is not null as has_vapi_key, v.vapi_api_key_preview,
                t.id is not null as has_credentials, t.account_sid, t.phone_number,
                coalesce(o.onboarding_vapi_skipped, false) as onboarding_vapi_skipped,
                coalesce(o.onboarding_twilio_skipped, false) as onboarding_twilio_skipped,
                coalesce(o.onboarding_assistant_created, false) as onboarding_assistant_created,
                (select coalesce(json_agg(json_build_object(\'id\', a.id, \'vapi_id\', a.vapi_id, \'name\', a.name,
                                                           \'phone_number\', a.phone_number) order by a.id), \'[]\')
                   from assistants a where a.user_id = u.id and a.state = \'created\') as assistants,
                ' . utc('onboarding_completed_at') . ' as completed_at
           from users u
           left join vapi_credentials v   on v.user_id = u.id
           left join twilio_credentials t on t.user_id = u.id
           left join user_onboarding o    on o.user_id = u.id
          where ' . CALLER,
        $caller,
    );
    if ($row === null) {
        return null;
    }
    $profile = typed($row, ['id' => 'integer', 'email' => 'text'] + PROFILE);
    $studio_config = typed($row, STUDIO_CONFIG);
    $onboarding = typed($row, array_fill_keys(
        ['onboarding_vapi_skipped', 'onboarding_twilio_skipped', 'onboarding_assistant_created'],
        'bool',
    ));
    $vapi = typed($row, ['has_vapi_key' => 'bool', 'vapi_api_key_preview' => 'text']);
    $has_twilio = $row['has_credentials'] === 't';
    $completed = $row['onboarding_completed'] === 't';
    $assistants = json_decode($row['assistants']);
    $answers = $profile + $studio_config;
    if (!filter_var(trim($answers['fallback_email'] ?? ''), FILTER_VALIDATE_EMAIL)) {
        $answers['fallback_email'] = null;
    }
    $steps = steps($answers, $onboarding, [
        'vapi' => $vapi['has_vapi_key'] ? [] : ['vapi_api_key'],
        'twilio' => $has_twilio ? [] : ['account_sid', 'auth_token'],
        'assistant' => $assistants || $onboarding['onboarding_assistant_created'] ? [] : ['assistant'],
        'done' => $completed ? [] : ['launch'],
    ]);
    $open = array_filter($steps, fn ($step) => $step['status'] === 'todo');
    return [
        'profile' => $profile + ['updated_at' => $row['changed_at']],
        'studio_config' => $studio_config + ['updated_at' => $row['changed_at']],
        'vapi' => $vapi,
        'twilio' => [
            'has_credentials' => $has_twilio,
            'account_sid_preview' => account_sid_preview($row['account_sid']),
            'phone_number' => $row['phone_number'],
        ],
        'onboarding' => $onboarding,
        'assistants' => $assistants,
        'completed' => $completed,
        'completed_at' => $row['completed_at'],
        'steps' => $steps,
        'resume_at' => $open && !$completed ? reset($open)['id'] : 'done',
    ];
}
