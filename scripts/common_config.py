"""Write the settings that all sites of the bench share from the environment into sites/common_site_config.json."""

import json
import os
from pathlib import Path

path = Path("sites/common_site_config.json")
config = json.loads(path.read_text())
config.update(
	db_host=os.environ["DB_HOST"],
	db_port=int(os.environ["DB_PORT"]),
	redis_cache=os.environ["REDIS_CACHE"],
	redis_socketio=os.environ["REDIS_CACHE"],
	redis_queue=os.environ["REDIS_QUEUE"],
	socketio_port=int(os.environ["SOCKETIO_PORT"]),
	default_site=os.environ["DEMO_SITE"],
	developer_mode=0,
	live_reload=False,
)
text = json.dumps(config, indent=1, sort_keys=True)
if text != path.read_text():
	path.write_text(text)
