<?php
declare(strict_types=1);

function patch_profile(array $caller): ?array
{
    $row = patch($caller, PROFILE, 'id, email, ');
    return $row ? typed($row, ['id' => 'integer', 'email' => 'text'] + PROFILE + ['updated_at' => 'text']) : null;
}
