<?php
declare(strict_types=1);

function patch_studio_config(array $caller): ?array
{
    $row = patch($caller, STUDIO_CONFIG, '');
    return $row ? typed($row, STUDIO_CONFIG + ['updated_at' => 'text']) : null;
}
