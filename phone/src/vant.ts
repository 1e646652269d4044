/** Styles of the Vant components in use; the rest stays out of the bundle. */
import "vant/es/action-sheet/style";
import "vant/es/button/style";
import "vant/es/dialog/style";
import "vant/es/icon/style";
import "vant/es/loading/style";
import "vant/es/popup/style";
import "vant/es/pull-refresh/style";
import "vant/es/skeleton/style";
import "vant/es/toast/style";
