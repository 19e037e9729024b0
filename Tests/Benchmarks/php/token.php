<?php
// HS256 access tokens.
declare(strict_types=1);

function base64url_decode(string $text): string
{
    return base64_decode(strtr($text, '-_', '+/'), true) ?: '';
}

/** The user and the session of a valid token, as parameters $1 and $2; anything else ends the request with 401. */
function caller(string $authorization): array
{
    if (strncasecmp($authorization, 'bearer ', 7) !== 0) {
        answer(401, ['detail' => 'Not authenticated']);
    }
    $parts = explode('.', substr($authorization, 7));
    if (count($parts) !== 3) {
        answer(401, ['detail' => 'Invalid token']);
    }
    $expected = hash_hmac('sha256', "$parts[0].$parts[1]", getenv('JWT_SECRET'), true);
    $header = json_decode(base64url_decode($parts[0]), true);
    $claims = json_decode(base64url_decode($parts[1]), true);
    if (
        !hash_equals($expected, base64url_decode($parts[2])) || ($header['alg'] ?? null) !== 'HS256'
        || !is_numeric($claims['exp'] ?? null) || !ctype_digit($claims['sub'] ?? null)
    ) {
        answer(401, ['detail' => 'Invalid token']);
    }
    if ($claims['exp'] <= time()) {
        answer(401, ['detail' => 'Token has expired']);
    }
    return [$claims['sub'], $claims['sid'] ?? null];
}
