#include <stdlib.h>

struct node {
    int value;
    struct node *next;
};

/* Puts a value before the rest. */
static struct node *push(struct node *rest, int value) {
    struct node *made = malloc(sizeof *made);
    made->value = value;
    made->next = rest;
    return made;
}

int sum(const struct node *list) {
    int total = 0;
    for (; list; list = list->next)
        total += list->value;
    return total;
}
