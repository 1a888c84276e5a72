// SPDX-License-Identifier: GPL-2.0
static int __io_timeout_prep(struct io_kiocb *req, bool is_timeout_link)
{
	struct io_timeout_data *data = req->async_data;

	hrtimer_init(&data->timer, clock_of(data), data->mode);
	return 0;
}

int io_timeout(struct io_kiocb *req)
{
	struct io_timeout_data *data = req->async_data;

	data->timer.function = io_timeout_fn;
	hrtimer_start(&data->timer, data->time, data->mode);
	return 0;
}

void io_queue_linked_timeout(struct io_kiocb *req)
{
	if (req->head) {
		struct io_timeout_data *data = req->async_data;

		data->timer.function = io_link_timeout_fn;
		hrtimer_start(&data->timer, data->time, data->mode);
	}
}
