<?php
// The front controller: one route, one token check, one statement.
declare(strict_types=1);

require __DIR__ . '/token.php';
require __DIR__ . '/database.php';
require __DIR__ . '/fields.php';

const ROUTES = [
    'GET /api/v1/vapi-settings' => 'get_vapi_settings',
    'GET /api/v1/user/onboarding-state' => 'get_onboarding_state',
    'PATCH /api/v1/user/profile' => 'patch_profile',
    'PATCH /api/v1/user/studio-config' => 'patch_studio_config',
];

function answer(int $status, array $body): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    if ($status === 401) {
        header('WWW-Authenticate: Bearer');
    }
    exit(json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
}

$route = ROUTES[$_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI']] ?? null;
if ($route === null) {
    answer(404, ['detail' => 'Not Found']);
}
require __DIR__ . "/routes/$route.php";
$row = $route(caller($_SERVER['HTTP_AUTHORIZATION'] ?? ''));
answer($row === null ? 401 : 200, $row ?? ['detail' => 'Invalid token']);
