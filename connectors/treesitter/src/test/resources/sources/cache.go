package cache

import "sync"

// Cache keeps values by key.
type Cache struct {
	mutex  sync.Mutex
	values map[string]string
}

// Get finds a value, and says whether there was one.
func (c *Cache) Get(key string) (string, bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	value, ok := c.values[key]
	return value, ok
}

func New() *Cache {
	return &Cache{
		values: map[string]string{},
	}
}
