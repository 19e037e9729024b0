<?php
declare(strict_types=1);

function get_vapi_settings(array $caller): ?array
{
    $row = row(
        'select v.id is not null as has_vapi_key, v.vapi_api_key_preview
           from users u left join vapi_credentials v on v.user_id = u.id where ' . CALLER,
        $caller,
    );
    return $row ? typed($row, ['has_vapi_key' => 'bool', 'vapi_api_key_preview' => 'text']) : null;
}
