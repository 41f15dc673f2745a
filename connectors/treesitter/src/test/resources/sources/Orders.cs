using System;
using System.Collections.Generic;

namespace Shop.Orders
{
    /// <summary>Orders by number.</summary>
    [Serializable]
    public class OrderBook
    {
        private readonly Dictionary<int, string> orders = new();

        public int Count
        {
            get { return orders.Count; }
        }

        public void Place(int number, string what)
        {
            if (!orders.TryAdd(number, what))
            {
                throw new ArgumentException($"order {number} is there already }}");
            }
        }
    }
}
