<?php

namespace Shop;

// What a customer took.
class Cart
{
    private array $items = [];

    #[Pure]
    public function total(): int
    {
        return array_sum(array_map(
            fn ($item) => $item['price'],
            $this->items
        ));
    }

    public function add(string $name, int $price): void
    {
        $this->items[] = [
            'name' => $name,
            'price' => $price,
        ];
    }
}
